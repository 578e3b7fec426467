import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MentionedContacts } from '../../src/background/contacts/reading/mentioned-contacts.ts';
import { NO_CASE_DATA } from '../../src/model/interaction/case-data.ts';
import type { ImSession, ImSessionState } from '../../src/model/session/im-session.ts';

const INVITED: ImSessionState = { status: 'invited', notification: 'shown', notificationExpiresAt: 0 };
const CONNECTED: ImSessionState = { status: 'connected', since: 0 };
const ENDED: ImSessionState = { status: 'ended', reason: 'ended-by-peer', at: 0 };

/** The contacts that an agent may see whom a colleague consults about the contact c1. */
function consulted(state: ImSessionState): MentionedContacts {
  const session: ImSession = {
    id: 's1',
    peer: 'anna@team.example',
    direction: 'incoming',
    isPlain: false,
    isInvitedFromHere: false,
    state,
    createdAt: 0,
    isDisplayed: true,
    unread: 0,
    lastPosition: 0,
    isDone: false,
    parent: {
      interactionId: 'mail',
      media: 'email',
      contactName: 'Maria',
      contactId: 'c1',
      isClosed: false,
      version: 1,
      leftOut: [],
      caseData: NO_CASE_DATA,
    },
  };
  const { parent: _parent, ...view } = session;
  const shown = {
    ...view,
    parent: { interactionId: 'mail', media: 'email', contactName: 'Maria', contactId: 'c1', isClosed: false, version: 1 },
    peerLogon: 'anna',
    peerName: 'Anna',
    isPeerTyping: false,
    isPeerOffline: false,
  } as const;
  return new MentionedContacts({
    im: { get: (id) => (id === session.id ? session : undefined), list: () => [shown] },
    interactions: { get: () => undefined, list: () => [] },
  });
}

describe('The contact of a consultation', () => {
  test('is not read by an agent who has not accepted, and no grant is expected then', () => {
    const contacts = consulted(INVITED);
    assert.deepEqual(contacts.meantBy({ of: 'session', id: 's1' }), { problem: 'not-accepted' });
    assert.equal(contacts.isConsulted('c1'), false);
  });

  test('is read, and its grant is expected, from the moment of accepting on', () => {
    const contacts = consulted(CONNECTED);
    assert.deepEqual(contacts.meantBy({ of: 'session', id: 's1' }), { contactId: 'c1' });
    assert.equal(contacts.isConsulted('c1'), true);
  });

  test('is not read when it is over', () => {
    const contacts = consulted(ENDED);
    assert.deepEqual(contacts.meantBy({ of: 'session', id: 's1' }), { problem: 'closed' });
    assert.equal(contacts.isConsulted('c1'), false);
  });
});
