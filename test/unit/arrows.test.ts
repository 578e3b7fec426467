import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { cruise, type IConfiguration } from 'dependency-cruiser';

type Arrows = Readonly<Record<string, readonly string[]>>;
interface Config {
  readonly default: IConfiguration;
  readonly FOLDERS: Arrows;
  readonly ROOMS: Readonly<Record<string, Arrows>>;
}

const { default: config, FOLDERS, ROOMS } = (await import(String(new URL('../../.dependency-cruiser.mjs', import.meta.url)))) as Config;

/** A project in which each file has one import, allowed or forbidden. */
const FILES: Readonly<Record<string, string>> = {
  // These imports are allowed.
  'src/model/jid.ts': 'export type Jid = string;',
  'src/components/kit/row.ts': "import type { Jid } from '../../model/jid.ts'; export const row = (jid: Jid) => jid;",
  'src/components/call/bar.ts': "export { row } from '../kit/row.ts';",
  'src/components/notifications/ringing.ts': "export { row } from '../call/bar.ts';",
  'src/storage/database.ts': "export { openDB } from 'idb';",
  'src/media-host/jingle.ts': "export { Session } from 'stanza/jingle/index.js';",
  'src/background/stream/port.ts': 'export interface Port { readonly id: string }',
  // These are forbidden: between folders, between rooms, of a type, by a dynamic import, of a package, in a circle, in a new room, out of the
  // product.
  'src/model/reading.ts': "export { openDB } from '../storage/database.ts';",
  'src/components/call/late.ts': "export const late = () => import('../notifications/ringing.ts');",
  'src/background/stream/voice.ts': "import type { Lines } from '../voice/lines.ts'; export type Line = Lines[number];",
  'src/background/voice/lines.ts': 'export type Lines = readonly string[];',
  'src/background/im/store.ts': "export { openDB } from 'idb';",
  'src/media-host/client.ts': "export { Client } from 'stanza';",
  'src/model/session/a.ts': "import type { B } from './b.ts'; export interface A { readonly b?: B }",
  'src/model/session/b.ts': "import type { A } from './a.ts'; export interface B { readonly a?: A }",
  'src/components/drawer/all.ts': "export { row } from '../kit/row.ts';",
  'src/words/demo.ts': "export { crm } from '../../demo/crm/service/crm.ts';",
  'demo/crm/service/crm.ts': "export { row } from '../../../src/components/kit/row.ts'; export const crm = 1;",
  'demo/call/page.ts': "export { row } from '../../src/components/kit/row.ts';",
  // The project's packages.
  'package.json': '{"dependencies": {"idb": "1", "stanza": "1"}}',
  'node_modules/idb/package.json': '{"name": "idb", "main": "index.js"}',
  'node_modules/idb/index.js': 'exports.openDB = () => undefined;',
  'node_modules/stanza/package.json': '{"name": "stanza", "main": "index.js"}',
  'node_modules/stanza/index.js': 'exports.Client = class {};',
  'node_modules/stanza/jingle/index.js': 'exports.Session = class {};',
};

describe('the arrows of .dependency-cruiser.mjs', () => {
  let found: readonly string[] = [];
  let root = '';

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'arrows-'));
    for (const [path, text] of Object.entries(FILES)) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    const { tsConfig: _tsConfig, ...options } = config.options ?? {};
    const { output } = await cruise(['src', 'demo'], {
      ...options,
      ruleSet: { forbidden: config.forbidden },
      validate: true,
      baseDir: root,
    });
    assert.ok(typeof output === 'object');
    found = output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
  });

  after(() => rm(root, { recursive: true, force: true }));

  it('forbid the imports that are not listed, and allow those that are', () => {
    assert.deepEqual(found, [
      'background-stream: src/background/stream/voice.ts → src/background/voice/lines.ts',
      'call-page-alone: demo/call/page.ts → src/components/kit/row.ts',
      'components-call: src/components/call/late.ts → src/components/notifications/ringing.ts',
      'idb-wrapped: src/background/im/store.ts → node_modules/idb/index.js',
      'no-circle: src/model/session/a.ts → src/model/session/b.ts',
      'services-alone: demo/crm/service/crm.ts → src/components/kit/row.ts',
      'src-alone: src/words/demo.ts → demo/crm/service/crm.ts',
      'src-components-unlisted: src/components/drawer/all.ts → src/components/kit/row.ts',
      'src-model: src/model/reading.ts → src/storage/database.ts',
      'stanza-wrapped: src/media-host/client.ts → node_modules/stanza/index.js',
    ]);
  });

  for (const [name, arrows] of Object.entries({ src: FOLDERS, ...ROOMS })) {
    it(`have no circle of files in ${name}`, () => {
      const settled = new Set<string>();
      const open = new Map(Object.entries(arrows));
      for (let progress = true; progress;) {
        const next = [...open].filter(([, allowed]) => allowed.every((other) => settled.has(other)));
        for (const [room] of next) {
          settled.add(room);
          open.delete(room);
        }
        progress = next.length > 0;
      }
      assert.deepEqual([...open.keys()], []);
    });
  }
});
