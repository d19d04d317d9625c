/** Throw-away databases of one test file. */
export interface TestPostgres {
  /** Address of the cluster's own database, for what needs an administrator. */
  readonly adminUrl: string;
  /** Creates a database, applies a `prisma/migrations` folder to it, returns its address. */
  createMigrated(name: string, migrationsFolder: string): Promise<string>;
  /** Removes what was made. */
  stop(): Promise<void>;
}

/** A throw-away PostgreSQL of one test file. */
export interface OwnTestPostgres extends TestPostgres {
  /** Address of a database of that name, which need not exist. */
  url(name: string): string;
}
