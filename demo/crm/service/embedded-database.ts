import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentOf } from '../../process-parent.ts';
import type { Database } from './database.ts';
import { openPgliteDatabase } from './pglite-database.ts';

const OWNER_FILE = 'service.pid';
/** This file is written when the database is filled. If it is missing, the process ended before that, and the database is made anew. */
const COMPLETE_FILE = 'complete';

/** Claims the folder for this process, because two processes would spoil its files. Throws when another process, started with this folder, has it. */
async function own(folder: string): Promise<void> {
  const file = join(folder, OWNER_FILE);
  const owner = Number.parseInt(await readFile(file, 'utf8').catch(() => ''), 10);
  if (owner !== process.pid && owner > 1 && parentOf(owner, folder) !== undefined)
    throw new Error(`Another service (process ${owner}) is using ${folder}. Stop it first.`);
  await writeFile(file, String(process.pid));
}

/** How a service's database is made. */
export interface Making {
  /** Brings its schema up to date. */
  readonly migrate: (database: Database) => Promise<unknown>;
  /** Fills a new one. */
  readonly fill: (database: Database) => Promise<unknown>;
}

/** A demo service's database in the folder: its schema is brought up to date, and a new one is filled. */
export async function openEmbeddedDatabase(folder: string, { migrate, fill }: Making): Promise<Database> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await own(folder);
  const data = join(folder, 'data');
  const completeFile = join(folder, COMPLETE_FILE);
  const isComplete = existsSync(completeFile);
  if (!isComplete) await rm(data, { recursive: true, force: true });
  const database = await openPgliteDatabase(data);
  await migrate(database);
  if (!isComplete) {
    await fill(database);
    await writeFile(completeFile, '');
  }
  return database;
}
