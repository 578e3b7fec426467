import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import * as v from 'valibot';

const PACKAGES = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const packageShape = v.object({ version: v.string() });

let given: Promise<Blob> | undefined;

/**
 * An empty database of PGlite, as an archive. PostgreSQL takes seconds to make one, so that the first one made on a machine is kept for all later
 * ones, until PGlite has another version.
 */
export function emptyPglite(): Promise<Blob> {
  return (given ??= readOrMake());
}

async function readOrMake(): Promise<Blob> {
  const { version } = v.parse(packageShape, JSON.parse(await readFile(join(PACKAGES, '@electric-sql/pglite/package.json'), 'utf8')));
  const file = join(PACKAGES, '.cache/backchannel', `pglite-${version}.tar`);
  try {
    return new Blob([await readFile(file)]);
  } catch {
    const made = await make();
    await keep(file, made).catch(() => {
      // In a folder that can't be written, each process makes its own.
    });
    return made;
  }
}

async function make(): Promise<Blob> {
  const pglite = await PGlite.create('memory://');
  try {
    return await pglite.dumpDataDir('none');
  } finally {
    await pglite.close();
  }
}

/** Another process never reads half a file, and may keep its own meanwhile. */
async function keep(file: string, archive: Blob): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, archive.stream());
  await rename(unfinished, file);
}
