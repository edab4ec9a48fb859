// One piece of work at a time for each name. All who ask while one runs share the one that comes after it.

interface Turn {
  readonly running: Promise<void>;
  next: Promise<void> | null;
}

export class Turns {
  readonly #turns = new Map<string, Turn>();

  /** `work` never rejects. What was so before the call has been seen by it when the promise resolves. */
  take(name: string, work: () => Promise<void>): Promise<void> {
    const turn = this.#turns.get(name);
    if (!turn) return this.#begin(name, work);
    turn.next ??= turn.running.then(() => this.#begin(name, work));
    return turn.next;
  }

  #begin(name: string, work: () => Promise<void>): Promise<void> {
    const turn: Turn = { running: work(), next: null };
    this.#turns.set(name, turn);
    void turn.running.then(() => {
      if (!turn.next) this.#turns.delete(name);
    });
    return turn.running;
  }
}
