import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { CACHE_FOLDER } from './cache-folder.ts';

const run = promisify(execFile);
/** Where Debian's package has the server's code, beside Erlang's own. */
export const ERL_LIBS = '/usr/lib/x86_64-linux-gnu';
const ERLANG_LIBRARIES = '/usr/lib/erlang/lib';
const SOURCES = fileURLToPath(new URL('../server/ejabberd', import.meta.url));

/**
 * Compiles this project's modules of ejabberd, as docs/production.md does. They are compiled again when one of them has changed, or the version of Erlang, of
 * ejabberd or of a library.
 *
 * @returns the folder that they are in
 */
export async function compileEjabberdModules(): Promise<string> {
  const libraries = await readdir(ERLANG_LIBRARIES);
  const headers = libraries.find((name) => name.startsWith('p1_xmpp-')) ?? '';
  const sources = (await readdir(SOURCES)).filter((name) => name.endsWith('.erl')).map((name) => join(SOURCES, name));
  const servers = (await readdir(ERL_LIBS)).filter((name) => name.startsWith('ejabberd-'));
  const digest = createHash('sha256').update(JSON.stringify([libraries, servers, sources]));
  for (const source of sources) digest.update(await readFile(source));
  // A folder `ejabberd-…` would be the server's own to Erlang.
  const folder = join(CACHE_FOLDER, `modules-${digest.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  await mkdir(CACHE_FOLDER, { recursive: true });
  const unfinished = await mkdtemp(`${folder}-`);
  await run('erlc', ['-Werror', '-I', join(ERLANG_LIBRARIES, headers, 'include'), '-o', unfinished, ...sources], {
    env: { ...process.env, ERL_LIBS },
  });
  await rename(unfinished, folder).catch(async (error: unknown) => {
    // Another process was first, and has made the same.
    if (!existsSync(folder)) throw error;
    await rm(unfinished, { recursive: true });
  });
  return folder;
}
