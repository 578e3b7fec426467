import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { chromiumIdOfKey, FIREFOX_ID } from '../extension-id.ts';
import { policyFiles } from './policy-files.ts';

/* `npm run policy-files`: makes the policy files of an organization. Without options it makes the examples in deploy/policy, which are committed. */

const HELP = `npm run policy-files -- [--id ID] [--url ADDRESS] [--values FILE.json] [--to FOLDER]

  --id ID        the extension's id in Chromium, which \`npm run self-host\` prints
  --url ADDRESS  where the folder that \`npm run self-host\` makes is served
  --values FILE  the policy, as JSON; npm run check-policy says what it means
  --to FOLDER    where the files go
`;

const { values: options } = parseArgs({
  options: {
    id: { type: 'string' },
    url: { type: 'string', default: 'https://extensions.example.com/backchannel/' },
    values: { type: 'string', default: 'deploy/policy/values.json' },
    to: { type: 'string', default: 'deploy/policy' },
    help: { type: 'boolean' },
  },
});

if (options.help) console.log(HELP);
else await writeFiles();

async function writeFiles(): Promise<void> {
  const { key } = v.parse(v.object({ key: v.string() }), JSON.parse(await readFile('manifest.json', 'utf8')));
  const { version } = v.parse(v.object({ version: v.string() }), JSON.parse(await readFile('package.json', 'utf8')));
  const files = policyFiles({
    chromiumId: options.id ?? chromiumIdOfKey(key),
    firefoxId: FIREFOX_ID,
    address: options.url.endsWith('/') ? options.url : `${options.url}/`,
    version,
    values: v.parse(v.record(v.string(), v.unknown()), JSON.parse(await readFile(options.values, 'utf8'))),
  });
  for (const folder of ['windows', 'macos', 'linux', 'firefox']) await rm(join(options.to, folder), { recursive: true, force: true });
  for (const [path, text] of files) {
    await mkdir(dirname(join(options.to, path)), { recursive: true });
    await writeFile(join(options.to, path), text);
    console.log(join(options.to, path));
  }
}
