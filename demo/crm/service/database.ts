/** A value that a statement can be given. Lists are PostgreSQL arrays; JSON is given as text. */
export type SqlValue = string | number | boolean | null | readonly string[];

/** Runs statements: a database, or a transaction of one. */
export interface Queryable {
  /** Runs one statement; its rows are unchecked: parse them. Times and JSON come as text where the statement says so. */
  query(sql: string, values?: readonly SqlValue[]): Promise<readonly unknown[]>;
}

/** A PostgreSQL, wherever it is. The same SQL for all. */
export interface Database extends Queryable {
  /** Runs a script of several statements. */
  run(sql: string): Promise<void>;
  /** Commits when the work is done, and rolls back when it fails. */
  transaction<T>(work: (inside: Queryable & Pick<Database, 'run'>) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A database that isn't there yet: nobody asks it before it is. */
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
