import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const FOLDER = join(dirname(dirname(fileURLToPath(import.meta.url))), '.test/converse-14.0.0');
const PACKAGE = 'converse.js@14.0.0';
/** As the registry states it, by which the package is checked. */
const SHA512 = 'LFUg030jDalV47vI/vyVPqYPZfJYXFbubq8v0cFDe2zXNeeGEk3Up0Fj/WTzT6t+6do+cAIToy73eAj7RNDj2Q==';

/**
 * The files of converse.js, the nearest peer, to which some measures are compared. The package is large and nothing else needs it, so that it is fetched
 * from the npm registry when a measure first needs it.
 *
 * @returns the folder of what its pages load
 */
export async function fetchConverse(): Promise<string> {
  const files = join(FOLDER, 'package/dist');
  if (existsSync(files)) return files;
  console.error(`Fetching ${PACKAGE} …`);
  const unfinished = `${FOLDER}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const { stdout } = await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', unfinished]);
  const archive = join(unfinished, stdout.trim());
  const found = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (found !== SHA512) throw new Error(`${PACKAGE} isn't the package that it was: its SHA-512 is ${found}.`);
  await run('tar', ['--extract', '--file', archive, '--directory', unfinished, 'package/dist']);
  await rename(unfinished, FOLDER);
  return files;
}
