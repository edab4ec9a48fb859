// Waits for the answers of a worker, which may end before it has given them.

export interface WorkerAnswers {
  /** The answer, or a rejection with the reason of the worker's end. */
  wait<Answer>(answer: Promise<Answer>): Promise<Answer>;
  /** The worker answers nothing any more. The first reason counts. */
  end(reason: Error): void;
}

/** A race against one promise that lasts as long as the worker would keep every answer it has ever given. */
export function workerAnswers(): WorkerAnswers {
  const waiting = new Set<(reason: Error) => void>();
  let ended: Error | null = null;
  return {
    wait<Answer>(answer: Promise<Answer>) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      waiting.add(reject);
      void answer.then(resolve, reject).finally(() => waiting.delete(reject));
      if (ended !== null) reject(ended);
      return promise;
    },
    end(reason) {
      ended ??= reason;
      for (const reject of waiting) reject(ended);
      waiting.clear();
    },
  };
}
