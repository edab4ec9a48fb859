// Sends to a live socket that may close at any moment.

export function sendText(connection: Pick<WebSocket, "send">, text: string): void {
  try {
    connection.send(text);
  } catch {
    // It closed between being listed and being written to; its page asks for a snapshot when it is back.
  }
}
