import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type MembersOptions, nextInLine, readyMembers } from '../../src/background/directory/group-members.ts';
import type { AvailabilityExchange } from '../../src/background/stream/messaging-port.ts';
import { targetKeyOf } from '../../src/model/target-ref.ts';

const SUPPORT = { kind: 'group', id: 'Support' } as const;
const ref = { kind: 'agent', jid: 'listed@localhost' } as const;

/** @param answers What each hub answers; one that isn't here refuses */
function optionsWith(hubs: readonly string[], answers: Readonly<Record<string, readonly string[]>>): MembersOptions {
  const exchange: AvailabilityExchange = {
    isHub: () => true,
    onStates: () => undefined,
    onGone: () => undefined,
    watch: () => Promise.resolve(undefined),
    onLineMoves: () => undefined,
    askInLine: async (hub) => (answers[hub] ? { members: answers[hub], place: 2 } : Promise.reject(new Error('item-not-found'))),
    leaveLine: () => Promise.resolve(),
    readyMembers: async (hub) => answers[hub] ?? Promise.reject(new Error('item-not-found')),
  };
  return {
    hubs: () => hubs,
    stream: () => ({ openAvailability: () => Promise.resolve(exchange) }),
    roster: { candidates: () => [{ ref, key: targetKeyOf(ref), groups: ['Support'], searchText: '' }] },
    presence: { statusOf: () => ({ availability: 'ready' }), chosenAtOf: () => undefined },
  };
}

test('a hub names who of a group is ready; the other one where it doesn’t answer, and the roster where none does', async () => {
  const ready = ['cleo@localhost', 'bob@localhost'];
  assert.deepEqual(await readyMembers(SUPPORT, optionsWith(['one', 'two'], { one: ready })), ready);
  assert.deepEqual(await readyMembers(SUPPORT, optionsWith(['one', 'two'], { two: ready })), ready);
  assert.deepEqual(await readyMembers(SUPPORT, optionsWith(['one'], { one: [] })), [], 'nobody is an answer');
  assert.deepEqual(await readyMembers(SUPPORT, optionsWith(['one', 'two'], {})), ['listed@localhost']);
  assert.deepEqual(await readyMembers(SUPPORT, optionsWith([], {})), ['listed@localhost']);
});

test('an agent in line is told by a hub whom they may ask, and which place is theirs; without one, by the roster, and nobody twice', async () => {
  const reach = { exclusion: () => undefined, isPlain: () => Promise.resolve(false) };
  const ticket = { id: 's', since: 1, except: ['listed@localhost'] };
  assert.deepEqual(await nextInLine(SUPPORT, ticket, reach, optionsWith(['one', 'two'], { two: ['cleo@localhost'] })), {
    members: ['cleo@localhost'],
    place: 2,
    isByHub: true,
  });
  assert.deepEqual(await nextInLine(SUPPORT, ticket, reach, optionsWith([], {})), { members: [], isByHub: false });
  assert.deepEqual((await nextInLine(SUPPORT, { ...ticket, except: [] }, reach, optionsWith([], {}))).members, ['listed@localhost']);
});

test('there is one line however many hubs there are: everybody asks the first that answers, with the time since when they wait', async () => {
  const reach = { exclusion: () => undefined, isPlain: () => Promise.resolve(false) };
  const asked: unknown[] = [];
  const answering = (...answers: readonly string[]) => {
    const options = optionsWith(['one', 'two'], Object.fromEntries(answers.map((hub) => [hub, []])));
    const openAvailability = async () => {
      const exchange = await options.stream()!.openAvailability();
      const askInLine: typeof exchange.askInLine = (hub, group, ticket) => {
        asked.push([hub, ticket.since]);
        return exchange.askInLine(hub, group, ticket);
      };
      return { ...exchange, askInLine };
    };
    return { ...options, stream: () => ({ openAvailability }) };
  };
  const ticket = { id: 's', since: 1, except: [] };
  await nextInLine(SUPPORT, ticket, reach, answering('one', 'two'));
  assert.deepEqual(asked.splice(0), [['one', 1]]);
  await nextInLine(SUPPORT, ticket, reach, answering('two'));
  assert.deepEqual(asked.splice(0), [
    ['one', 1],
    ['two', 1],
  ]);
  await nextInLine(SUPPORT, ticket, reach, answering('one', 'two'));
  assert.deepEqual(asked, [['one', 1]], 'the first is back');
});
