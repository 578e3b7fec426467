import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { IQ, Message } from 'stanza/protocol';
import { Registry } from 'stanza/jxt/index.js';
import protocol from 'stanza/protocol/index.js';
import { AVAILABILITY } from '../../src/background/xmpp/availability-exchange.ts';
import { CONSULTATION } from '../../src/background/xmpp/consultation-element.ts';
import { readFrame } from '../../src/background/xmpp/frame-reader.ts';
import { DELAY_STAMPS } from '../../src/background/xmpp/delay-stamps.ts';
import { JINGLE_MESSAGE } from '../../src/background/xmpp/jingle-message.ts';
import { MESSAGE_ORDER } from '../../src/background/xmpp/message-order.ts';
import { readMessage } from '../../src/background/xmpp/signal-reader.ts';
import { writeSignal } from '../../src/background/xmpp/signal-writer.ts';
import { readPresence, STATUS_CHOICE, writeStatus } from '../../src/background/xmpp/presence-status.ts';
import { SESSION_NODE } from '../../src/background/xmpp/session-node.ts';
import { UNSHOWN_CONTENT } from '../../src/background/xmpp/unshown-content.ts';
import { readXml } from '../../src/background/xmpp/xml-reader.ts';
import type { Watch, WatchedStates } from '../../src/background/stream/messaging-port.ts';
import type { OwnStatus } from '../../src/model/agent.ts';
import type { SessionMark } from '../../src/model/session/session-mark.ts';
import type { GroupRef } from '../../src/model/target-ref.ts';
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

/** The presences, whose vectors are like those of the messages. */
interface PresenceVector {
  readonly reads: ReturnType<typeof readPresence>;
  readonly writes?: OwnStatus;
}

/** What an agent's browsers tell each other of a session. */
interface SessionVector {
  readonly reads?: readonly SessionMark[];
  readonly writes?: SessionMark;
}

/** What an availability hub is asked, and what it tells. Only hubs write what is read here. */
interface AvailabilityVector {
  readonly watches?: Watch & { readonly isWhole: boolean };
  readonly states?: WatchedStates['states'];
  readonly counts?: WatchedStates['counts'];
  readonly total?: number;
  readonly gone?: string;
  readonly asks?: GroupRef & {
    readonly line?: string;
    readonly since?: string;
    readonly left?: boolean;
    readonly except?: readonly string[];
  };
  readonly ready?: readonly string[];
  readonly place?: number;
  readonly moves?: GroupRef;
}

const NOW = Date.UTC(2026, 10, 24);
const FOLDER = new URL('../fixtures/stanzas/', import.meta.url);

const registry = new Registry();
// Without a bundler, the default export of a CommonJS module is wrapped in an object.
registry.define('default' in protocol ? (protocol.default as typeof protocol) : protocol);
registry.define([
  ...JINGLE_MESSAGE,
  ...CONSULTATION,
  ...DELAY_STAMPS,
  UNSHOWN_CONTENT,
  MESSAGE_ORDER,
  STATUS_CHOICE,
  ...SESSION_NODE,
  ...AVAILABILITY,
]);

/** The vectors of a folder. */
function vectorsIn<Vector>(folder: URL): readonly { readonly name: string; readonly xml: string; readonly vector: Vector }[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.xml'));
  return names.map((file) => {
    const name = file.slice(0, -4);
    return {
      name,
      xml: readFileSync(new URL(file, folder), 'utf8').trim(),
      vector: JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Vector,
    };
  });
}

/** What was read, as a vector says it: the present is 0. */
function comparable(reading: unknown): unknown {
  return JSON.parse(JSON.stringify(reading, (key, value: unknown) => (/^at$|At$/.test(key) && value === NOW ? 0 : value)));
}

function assertWritten(written: { toString(): string } | undefined, xml: string): void {
  assert.equal(written?.toString(), readXml(xml, { length: xml.length, depth: 20, attributes: 20, children: 200 }).toString());
}

test('there are vectors', () => assert.ok(vectorsIn(FOLDER).length > 20));

for (const { name, xml, vector } of vectorsIn<Vector>(FOLDER)) {
  const { reads, writes } = vector;

  test(`${name} is read`, () => {
    const frame = readFrame(xml, registry, ['en']);
    assert.deepEqual(comparable('problem' in frame ? frame : readMessage(frame.stanza, 'bob@localhost', NOW, undefined, true)), reads);
  });

  if (writes) {
    test(`${name} is written`, () => {
      const stanza = writeSignal(writes, 'bob@localhost', signalIdOf(writes));
      assertWritten(registry.export('message', { ...stanza, from: 'alice@localhost/desk' }), xml);
    });
  }
}

for (const { name, xml, vector } of vectorsIn<PresenceVector>(new URL('presence/', FOLDER))) {
  const { reads, writes } = vector;

  test(`the presence ${name} is read`, () => {
    const frame = readFrame(xml, registry, ['en']);
    assert.ok(!('problem' in frame));
    assert.deepEqual(comparable(readPresence(frame.stanza, NOW)), reads);
  });

  if (writes) {
    test(`the presence ${name} is written`, () =>
      assertWritten(registry.export('presence', { ...writeStatus(writes), from: 'alice@localhost/desk' }), xml));
  }
}

for (const { name, xml, vector } of vectorsIn<SessionVector>(new URL('sessions/', FOLDER))) {
  const { reads, writes } = vector;

  if (writes) {
    test(`what sessions’ ${name} says is written`, () =>
      assertWritten(registry.export('iq', { id: '1', type: 'set', sessionNode: { publish: writes } }), xml));
  } else {
    test(`what sessions’ ${name} says is read`, () => {
      const frame = readFrame(xml, registry, ['en']);
      assert.ok(!('problem' in frame));
      assert.deepEqual((frame.stanza as Message).sessionEvent?.marks, reads);
    });
  }
}

for (const { name, xml, vector } of vectorsIn<AvailabilityVector>(new URL('availability/', FOLDER))) {
  const { watches, states, counts, total, gone, asks, ready, place, moves } = vector;

  if (watches) {
    const { on, off, isWhole, groups } = watches;
    test(`the availability ${name} is written`, () => {
      const request = { on, off, ...(isWhole ? {} : { total: watches.total }), ...(groups ? { groups } : {}) };
      assertWritten(registry.export('iq', { id: '1', type: 'set', to: 'hub.localhost', watch: { request } }), xml);
    });
  } else if (asks) {
    test(`the availability ${name} is written`, () => {
      const { since, ...more } = asks;
      const readyMembers = { ...more, ...(since === undefined ? {} : { since: new Date(since) }) };
      assertWritten(registry.export('iq', { id: '1', type: 'get', to: 'hub.localhost', readyMembers }), xml);
    });
  } else if (ready) {
    test(`the availability ${name} is read`, () => {
      const frame = readFrame(xml, registry, ['en']);
      assert.ok(!('problem' in frame));
      const { readyMembers } = frame.stanza as Partial<IQ>;
      assert.deepEqual([readyMembers?.members, readyMembers?.place], [ready, place]);
    });
  } else {
    test(`the availability ${name} is read`, () => {
      const frame = readFrame(xml, registry, ['en']);
      assert.ok(!('problem' in frame));
      const { watchedStates, goneHub, readyMembers } = frame.stanza as Message;
      assert.deepEqual(watchedStates?.told, states && { states, ...(counts ? { counts } : {}), ...(total === undefined ? {} : { total }) });
      assert.equal(goneHub?.jid, gone);
      assert.deepEqual(readyMembers && { kind: readyMembers.kind, id: readyMembers.id }, moves);
    });
  }
}
