// Something outside failed and is tried again: one line for the operator.
export function logWarning(event: string, error: unknown): void {
  console.warn(JSON.stringify({ event, error: String(error) }));
}
