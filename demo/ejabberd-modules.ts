import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** Where Debian's package has the server's code, beside Erlang's own. */
export const ERL_LIBS = '/usr/lib/x86_64-linux-gnu';
const ERLANG_LIBRARIES = '/usr/lib/erlang/lib';
const SOURCES = fileURLToPath(new URL('../server/ejabberd', import.meta.url));

/** Compiles this project's modules of ejabberd into a folder, as docs/production.md does. */
export async function compileEjabberdModules(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const libraries = await readdir(ERLANG_LIBRARIES);
  const headers = libraries.find((name) => name.startsWith('p1_xmpp-')) ?? '';
  const sources = (await readdir(SOURCES)).filter((name) => name.endsWith('.erl')).map((name) => join(SOURCES, name));
  await run('erlc', ['-Werror', '-I', join(ERLANG_LIBRARIES, headers, 'include'), '-o', folder, ...sources], {
    env: { ...process.env, ERL_LIBS },
  });
}
