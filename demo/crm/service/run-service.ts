import { type Database, databaseOf } from './database.ts';

interface Service {
  listen(place: { readonly port: number; readonly host: string }): Promise<string>;
  close(): PromiseLike<unknown>;
}

export interface RunOptions {
  /** What the service is called in what this process prints. */
  readonly title: string;
  readonly host: string;
  readonly port: number;
  readonly make: (given: { readonly database: Database; readonly isReady: () => boolean }) => Promise<Service>;
  readonly openDatabase: () => Promise<Database>;
}

/**
 * Runs a service in this process, until a signal ends it or the process that has started this one is gone. It listens at once, so that its address is
 * known, and is ready when its database is open. It tells both to its parent, or prints them where there is none.
 */
export async function runService({ title, host, port, make, openDatabase }: RunOptions): Promise<void> {
  const opened: { database?: Database } = {};
  const service = await make({ database: databaseOf(() => opened.database), isReady: () => opened.database !== undefined });
  const address = await service.listen({ port, host });
  const stop = () => {
    void Promise.resolve(service.close())
      .then(() => opened.database?.close())
      .finally(() => process.exit());
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.once('disconnect', stop);
  process.send?.({ state: 'listening', address });
  if (!process.send) console.log(`${title}: ${address}`);
  opened.database = await openDatabase();
  process.send?.({ state: 'ready' });
  if (!process.send) console.log('Ready.');
}
