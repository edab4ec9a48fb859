// What every measurement hands back: figures, and a word on what could not be measured here.

/** One figure of the table and of `bench/results.json`. */
export interface Row {
  /** Dotted, the measurement's name first: `page.first_load_gzip_kb`. */
  readonly key: string;
  readonly value: number;
  readonly unit: string;
  /** The same measure of what a user would pick instead, or without the load that the key names; null where there is none. */
  readonly baseline: number | null;
  /** `value / baseline`. */
  readonly ratio: number | null;
  /** The same measure of chance alone, where chance can score at all. */
  readonly random?: number;
}

export interface Measured {
  readonly rows: readonly Row[];
  /** One sentence for each figure that this machine cannot give. */
  readonly skipped?: readonly string[];
}

export interface BenchOptions {
  /** Folder of recorded chat and viewer logs; null where none was named. */
  readonly dataDirectory: string | null;
}

/** What each `bench/<name>/<name>.bench.ts` exports. */
export interface Bench {
  measure(options: BenchOptions): Promise<Measured>;
}
