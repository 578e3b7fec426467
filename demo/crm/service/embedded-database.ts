import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentOf } from '../../process-parent.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { openPgliteDatabase } from './pglite-database.ts';
import { seed, type SeedOptions } from './seed.ts';

const OWNER_FILE = 'service.pid';
/** Tells that the database was filled to the end: one whose process was ended before that is made anew. */
const COMPLETE_FILE = 'complete';

/** Two processes would spoil the files of an embedded database. The owner's process has the folder among its arguments. */
async function own(folder: string): Promise<void> {
  const file = join(folder, OWNER_FILE);
  const owner = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (owner !== process.pid && owner > 1 && parentOf(owner, folder) !== undefined)
    throw new Error(`Another contact service (process ${owner}) is using ${folder}. Stop it first.`);
  await writeFile(file, String(process.pid));
}

/** The database of the demo, in the folder: up to date, and filled when it is new. */
export async function openEmbeddedDatabase(folder: string, options: SeedOptions): Promise<Database> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await own(folder);
  const data = join(folder, 'data');
  const completeFile = join(folder, COMPLETE_FILE);
  const isComplete = existsSync(completeFile);
  if (!isComplete) await rm(data, { recursive: true, force: true });
  const database = await openPgliteDatabase(data);
  await migrate(database);
  if (!isComplete) {
    await seed(database, options);
    await writeFile(completeFile, '');
  }
  return database;
}
