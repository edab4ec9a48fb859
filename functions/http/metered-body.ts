// Passes a body on and tells how much of it has passed, while it does and at its end, however that comes about.

/** Told about often enough that what nobody has been told of does not matter, and seldom enough to cost little. */
const tellEveryBytes = 1_000_000;

export interface Meter {
  /** False ends the body there. */
  readonly tell: (bytes: number) => Promise<boolean>;
  /** Keeps the request alive until the last has been told. */
  readonly waitUntil: (work: Promise<unknown>) => void;
  /** What the reader meets where the meter has ended the body. */
  readonly usedUp: () => Error;
}

export function meteredBody(body: ReadableStream<Uint8Array> | null, meter: Meter): ReadableStream<Uint8Array> {
  const reader = body?.getReader();
  const over = Promise.withResolvers<undefined>();
  meter.waitUntil(over.promise);
  let untold = 0;
  const tell = async () => {
    const bytes = untold;
    untold = 0;
    return meter.tell(bytes);
  };
  const end = () => tell().then(() => over.resolve(undefined), over.reject);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await reader?.read();
        if (next?.value) {
          untold += next.value.byteLength;
          if (untold >= tellEveryBytes && !(await tell())) throw meter.usedUp();
          return controller.enqueue(next.value);
        }
        await end();
        controller.close();
      } catch (error) {
        await reader?.cancel(error).catch(() => undefined);
        await end();
        controller.error(error);
      }
    },
    async cancel(reason) {
      await reader?.cancel(reason).catch(() => undefined);
      await end();
    },
  });
}
