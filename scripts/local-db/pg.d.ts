// The part of `pg` that the local database uses; the package brings no types of its own.
declare module "pg" {
  export interface ClientConfig {
    host: string;
    port: number;
    user: string;
    password: string;
    database: string;
    ssl: false;
  }
  export interface TypeParsers {
    getTypeParser(): (value: string) => unknown;
  }
  export interface ArrayResult {
    command: string;
    rowCount: number | null;
    rows: unknown[][];
    fields: {
      name: string;
      tableID: number;
      columnID: number;
      dataTypeID: number;
      dataTypeSize: number;
      dataTypeModifier: number;
    }[];
  }
  export class Client {
    constructor(config: ClientConfig);
    on(event: "error", listener: (error: Error) => void): this;
    connect(): Promise<void>;
    end(): Promise<void>;
    query(text: string): Promise<unknown>;
    query(query: { text: string; values: unknown[]; rowMode: "array"; types?: TypeParsers }): Promise<ArrayResult>;
  }
  const pg: { Client: typeof Client };
  export default pg;
}
