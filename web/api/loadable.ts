// Something asked for again and again: the last good answer stays while newer ones fail.

export type Loadable<T> =
  | { readonly status: "loading" }
  | { readonly status: "failed"; readonly problem: string }
  /** `problem` tells why the value may be out of date; null while it is fresh. */
  | { readonly status: "ready"; readonly value: T; readonly problem: string | null };

export function loaded<T>(value: T): Loadable<T> {
  return { status: "ready", value, problem: null };
}

export function failed<T>(before: Loadable<T>, problem: string): Loadable<T> {
  return before.status === "ready" ? { ...before, problem } : { status: "failed", problem };
}
