import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CallId, interactionOfCall, type InvitationId, type SessionId, sessionOfCall } from '../../src/model/ids.ts';
import { callIdIn, sessionIdIn, type Signal, signalIdOf } from '../../src/model/signal.ts';
import { NO_CASE_DATA } from '../../src/model/interaction/case-data.ts';
import type { Line } from '../../src/model/call/voice-call.ts';

describe('Ids', () => {
  it('are told apart by the type check', () => {
    const call: CallId = 'c1';
    const session: SessionId = 's1';
    // @ts-expect-error A call's id doesn't name a session.
    const mistaken: SessionId = call;
    // @ts-expect-error The interaction that a contact's call is doesn't have the call's id.
    const line: Line = { of: 'interaction', id: call };
    // @ts-expect-error An answer to an invitation doesn't say whether a call or a session was meant.
    const answered: SessionId = [call, session][0] satisfies InvitationId | undefined;
    assert.deepEqual([mistaken, line.id, answered], ['c1', 'c1', 'c1']);
  });

  it('of what belongs to a call are made of the id of the call', () => {
    assert.equal(interactionOfCall('c1'), 'call-c1');
    assert.equal(sessionOfCall('c1'), 'c1');
  });

  it('of sessions and calls are found in the id of each stanza that is of one', () => {
    const signals: readonly Signal[] = [
      { type: 'propose', sessionId: 'one' },
      { type: 'propose-call', sessionId: 'one' },
      { type: 'proceed', sessionId: 'one' },
      { type: 'reject', sessionId: 'one', reason: 'declined' },
      { type: 'retract', sessionId: 'one', reason: 'cancelled' },
      { type: 'finish', sessionId: 'one' },
    ];
    for (const id of signals.map(signalIdOf)) assert.deepEqual([sessionIdIn(id), callIdIn(id)], ['one', 'one']);
    assert.equal(callIdIn(signalIdOf({ type: 'ringing', sessionId: 'one' })), 'one');
    assert.equal(sessionIdIn('a message of the agent'), 'a message of the agent');
  });

  it('of the session beside a call, which may be those of the call, are not taken for these in what the session shares', () => {
    const parent = {
      interactionId: 'mail',
      media: 'email',
      contactName: '',
      isClosed: false,
      version: 12,
      caseData: NO_CASE_DATA,
    } as const;
    const id = signalIdOf({ type: 'share', sessionId: 'one', parent });
    assert.deepEqual([sessionIdIn(id), callIdIn(id) === 'one'], ['one', false]);
  });
});
