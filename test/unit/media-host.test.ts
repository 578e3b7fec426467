import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mediaFunctionsBy, readJingleAnswer } from '../../src/channel/media-host.ts';

describe('The functions of a media host', () => {
  it('ask for each by its name, with its inputs', async () => {
    const asked: unknown[] = [];
    const media = mediaFunctionsBy(async (name, inputs) => {
      asked.push([name, ...inputs]);
      if (name === 'calls') return ['c1'];
      return name === 'receiveJingle' ? { error: { condition: 'bad-request' } } : 'whatever it says';
    });
    assert.deepEqual(await media.calls(), ['c1']);
    assert.deepEqual(await media.receiveJingle('c1', 'ben@localhost/desk', { action: 'session-info', sid: 'c1' }), {
      error: { condition: 'bad-request' },
    });
    assert.equal(await media.watchLevel('c1', true), undefined);
    await media.setTone('ring');
    assert.deepEqual(asked, [
      ['calls'],
      ['receiveJingle', 'c1', 'ben@localhost/desk', { action: 'session-info', sid: 'c1' }],
      ['watchLevel', 'c1', true],
      ['setTone', 'ring'],
    ]);
  });

  it('reject what is no answer', async () => {
    for (const answer of [undefined, null, 'c1', [1], { error: null }, { error: {} }, { error: { condition: 7 } }]) {
      const media = mediaFunctionsBy(async () => answer);
      await assert.rejects(media.calls(), TypeError);
      if (!Array.isArray(answer)) await assert.rejects(media.receiveJingle('c1', 'ben@localhost/desk', {}), TypeError);
    }
  });
});

describe('An answer to a Jingle request', () => {
  it('is read without anything that it has besides', () => {
    assert.deepEqual(readJingleAnswer({}), {});
    assert.deepEqual(readJingleAnswer({ error: { condition: 'item-not-found', jingleError: 'unknown-session', by: 'localhost' } }), {
      error: { condition: 'item-not-found', jingleError: 'unknown-session' },
    });
    assert.deepEqual(readJingleAnswer({ error: { condition: 'item-not-found', jingleError: 7 } }), {
      error: { condition: 'item-not-found' },
    });
  });
});
