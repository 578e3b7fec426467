import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Registry } from 'stanza/jxt/index.js';
import protocol from 'stanza/protocol/index.js';
import { CONSULTATION } from '../../src/background/xmpp/consultation-element.ts';
import { readFrame } from '../../src/background/xmpp/frame-reader.ts';
import { DELAY_STAMPS } from '../../src/background/xmpp/delay-stamps.ts';
import { JINGLE_MESSAGE } from '../../src/background/xmpp/jingle-message.ts';
import { readMessage } from '../../src/background/xmpp/signal-reader.ts';
import { writeSignal } from '../../src/background/xmpp/signal-writer.ts';
import { readXml } from '../../src/background/xmpp/xml-reader.ts';
import { type Signal, signalIdOf } from '../../src/model/signal.ts';

/*
 * Each vector consists of NAME.xml, a stanza, and NAME.json:
 * - `reads`: what bob's session host parses it to (a message that comes now has the time 0);
 * - `writes`: the signal that alice's session host writes as exactly this stanza (without the `from`, which the server adds).
 */
interface Vector {
  readonly reads: ReturnType<typeof readMessage>;
  readonly writes?: Signal;
}

const NOW = Date.UTC(2026, 10, 24);
const FOLDER = new URL('../fixtures/stanzas/', import.meta.url);

const registry = new Registry();
// Without a bundler, the default export of a CommonJS module is wrapped in an object.
registry.define('default' in protocol ? (protocol.default as typeof protocol) : protocol);
registry.define([...JINGLE_MESSAGE, ...CONSULTATION, ...DELAY_STAMPS]);

const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.xml'))
  .map((name) => name.slice(0, -4));

test('there are vectors', () => assert.ok(names.length > 20));

for (const name of names) {
  const xml = readFileSync(new URL(`${name}.xml`, FOLDER), 'utf8').trim();
  const { reads, writes } = JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8')) as Vector;

  test(`${name} is read`, () => {
    const frame = readFrame(xml, registry, ['en']);
    const reading = 'problem' in frame ? frame : readMessage(frame.stanza, 'bob@localhost', NOW, undefined, true);
    assert.deepEqual(JSON.parse(JSON.stringify(reading, (key, value: unknown) => (key === 'at' && value === NOW ? 0 : value))), reads);
  });

  if (writes) {
    test(`${name} is written`, () => {
      const stanza = writeSignal(writes, 'bob@localhost', signalIdOf(writes));
      const written = registry.export('message', { ...stanza, from: 'alice@localhost/desk' });
      assert.equal(written?.toString(), readXml(xml, { length: xml.length, depth: 20, attributes: 20, children: 200 }).toString());
    });
  }
}
