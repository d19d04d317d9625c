/** One table as a backup has it: a file of PostgreSQL's COPY text, compressed with Zstandard. */
export interface CopiedTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: number;
  /** Of the compressed file. */
  readonly bytes: number;
  /** Of the compressed file, hexadecimal. */
  readonly sha256: string;
}

/** One database as a backup has it. */
export interface CopiedDatabase {
  /** When its rows stood so, by its own clock. */
  readonly at: string;
  /** The schema, by the migrations that had been applied; of one that is not ours its version. */
  readonly migrations: readonly string[];
  readonly tables: readonly CopiedTable[];
  /** The last number that each sequence gave; one that gave none is left out. */
  readonly sequences: Readonly<Record<string, string>>;
}

/** Where Prisma writes which migrations were applied: a restored database is migrated, and has its own. */
export const migrationsTable = '_prisma_migrations';

/** What Temporal's own tool for its schema writes into a database that holds nothing yet. */
export const temporalSchemaTables = ['schema_version', 'schema_update_history'];

/** The file of a table in the folder of its database. */
export function fileOfTable(table: string): string {
  return `${table}.copy.zst`;
}
