// Runs one piece of work about a subject at a time: whoever asks about the same subject meanwhile shares its end.
export class SingleFlight {
  readonly #running = new Map<unknown, Promise<void>>();

  run(subject: unknown, work: () => Promise<void>): Promise<void> {
    const present = this.#running.get(subject);
    if (present) return present;
    const started = work().finally(() => this.#running.delete(subject));
    this.#running.set(subject, started);
    return started;
  }
}
