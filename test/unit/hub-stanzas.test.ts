import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { AgentStatus } from '../../src/model/agent.ts';
import {
  readLine,
  readPresence,
  readReady,
  readWatch,
  type WatchRequest,
  writeLineMoves,
  writeReady,
  writeStates,
} from '../../server/hub/hub-stanzas.ts';
import { StreamReader } from '../../server/hub/stream-reader.ts';
import { childOf, type XmlElement } from '../../server/hub/xml-element.ts';

const NS = 'urn:backchannel:availability:0';
const FOLDER = new URL('../fixtures/stanzas/', import.meta.url);
const textOf = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8').trim();
const vectorOf = (name: string) => JSON.parse(textOf(name)) as unknown;

/** Reads a stream that comes in pieces of so many characters. */
function elementsIn(xml: string, pieces: number): { readonly elements: readonly XmlElement[]; readonly error?: Error } {
  const elements: XmlElement[] = [];
  let error: Error | undefined;
  const reader = new StreamReader({
    onOpen: () => undefined,
    onElement: (element) => elements.push(element),
    onError: (failure) => (error = failure),
  });
  for (let start = 0; start < xml.length; start += pieces) reader.write(xml.slice(start, start + pieces));
  return { elements, error };
}

const streamOf = (content: string) => `<?xml version='1.0'?><stream:stream xmlns:stream="s" xmlns="jabber:component:accept">${content}`;

for (const name of ['watch', 'watch-whole', 'watch-nothing', 'watch-groups']) {
  test(`the hub reads the vector ${name}, in whatever pieces it comes`, () => {
    const { watches } = vectorOf(`availability/${name}.json`) as { readonly watches: Partial<WatchRequest> };
    for (const pieces of [1, 7, 10_000]) {
      const [iq] = elementsIn(streamOf(textOf(`availability/${name}.xml`)), pieces).elements;
      const watch = iq && childOf(iq, 'watch', NS);
      assert.deepEqual(watch && JSON.parse(JSON.stringify(readWatch(watch))), watches);
    }
  });
}

test('the hub reads and writes the vectors by which the ready members of a group are asked for', () => {
  const [iq] = elementsIn(streamOf(textOf('availability/ask-ready.xml')), 10_000).elements;
  const ask = iq && childOf(iq, 'ready', NS);
  assert.deepEqual({ asks: ask && readReady(ask) }, vectorOf('availability/ask-ready.json'));
  assert.ok(textOf('availability/ready.xml').includes(writeReady({ members: ['cleo@localhost', 'bob@localhost'] })));
});

test('the hub reads and writes the vectors by which an agent waits in line', () => {
  for (const name of ['ask-in-line', 'leave-line']) {
    const [iq] = elementsIn(streamOf(textOf(`availability/${name}.xml`)), 10_000).elements;
    const ask = iq && childOf(iq, 'ready', NS);
    const { asks } = vectorOf(`availability/${name}.json`) as { readonly asks: Readonly<Record<string, unknown>> };
    const { line: id, since, left = false, except = [], ...group } = asks;
    assert.deepEqual(ask && readReady(ask), group);
    const time = typeof since === 'string' ? Date.parse(since) : Infinity;
    assert.deepEqual(ask && readLine(ask), { id, since: time, isLeft: left, except });
  }
  assert.ok(textOf('availability/place-in-line.xml').includes(writeReady({ members: [], place: 2 }).replace('></ready>', '/>')));
  assert.ok(textOf('availability/line-moves.xml').includes(writeLineMoves({ kind: 'skill', id: 'refunds' })));
});

test('the hub writes the vector states', () => {
  const { states, total } = vectorOf('availability/states.json') as {
    readonly states: readonly (readonly [string, AgentStatus])[];
    readonly total: number;
  };
  const written = writeStates(states, { total });
  assert.ok(textOf('availability/states.xml').includes(written), written);
});

test('the hub writes the vector counts', () => {
  const { states, counts, total } = vectorOf('availability/counts.json') as Parameters<typeof writeStates>[1] & {
    readonly states: readonly (readonly [string, AgentStatus])[];
  };
  const written = writeStates(states, { total, counts });
  assert.ok(textOf('availability/counts.xml').includes(written), written);
});

test('the hub understands a status as a desk writes it', () => {
  const [presence] = elementsIn(streamOf(textOf('presence/not-ready.xml')), 10_000).elements;
  const { reads } = vectorOf('presence/not-ready.json') as { readonly reads: { readonly status: AgentStatus; readonly chosenAt?: number } };
  const { status, chosenAt } = reads;
  assert.deepEqual(presence && readPresence(presence, Date.now()), { status, chosenAt });
});

test('the hub takes no stream with a document type, and no stanza without an end', () => {
  assert.match(elementsIn(`<!DOCTYPE a [<!ENTITY b "c">]>${streamOf('<presence/>')}`, 10_000).error?.message ?? '', /document type/);
  assert.match(elementsIn(streamOf(`<message>${'x'.repeat(2 * 1024 * 1024)}`), 100_000).error?.message ?? '', /too large/);
  assert.ok(elementsIn(streamOf('<a></b>'), 10_000).error);
});
