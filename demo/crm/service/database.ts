/** A value of a statement's parameter. Lists are PostgreSQL arrays; JSON is passed as text. */
export type SqlValue = string | number | boolean | null | readonly string[];

/** Runs statements, in a database or in one of its transactions. */
export interface Queryable {
  /** Runs one statement. Its rows are unchecked: the caller parses them. Times and JSON are text where the statement makes them so. */
  query(sql: string, values?: readonly SqlValue[]): Promise<readonly unknown[]>;
}

/** A PostgreSQL: a server, or PGlite in this process. Both are given the same SQL. */
export interface Database extends Queryable {
  /** Runs a script of several statements. */
  run(sql: string): Promise<void>;
  /** Runs the work in a transaction: commits when it succeeds, rolls back when it fails. */
  transaction<T>(work: (inside: Queryable & Pick<Database, 'run'>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A database that opens later. It throws if it is used before that. */
export function databaseOf(find: () => Database | undefined): Database {
  const found = () => {
    const database = find();
    if (!database) throw new Error('The database is not open yet.');
    return database;
  };
  return {
    query: (sql, values) => found().query(sql, values),
    run: (sql) => found().run(sql),
    transaction: (work) => found().transaction(work),
    close: () => found().close(),
  };
}
