// How an object looks from outside: each method answers with a promise. What crosses is plain data, so nothing else changes.
export type Remote<Rpc> = {
  readonly [Name in keyof Rpc]: Rpc[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};
