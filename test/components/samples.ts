import type { UnsentRecord } from '../../src/model/contact/consultation-record.ts';
import type { AgentTarget, GroupTarget, InternalTarget } from '../../src/model/internal-target.ts';
import type { TranscriptEvent, TranscriptMessage } from '../../src/model/session/im-session.ts';
import { NO_POLICY } from '../../src/model/policy.ts';
import { DEFAULT_SETTINGS } from '../../src/model/settings.ts';
import type { ToldSessionHappening } from '../../src/model/desk/happening.ts';
import type { EndReason } from '../../src/model/session/im-session.ts';
import type { PastSession } from '../../src/model/session/past-session.ts';
import type { InteractionView } from '../../src/model/interaction/interaction.ts';
import type { VoiceCallView } from '../../src/model/call/voice-call.ts';
import type { ImSessionView, Overview } from '../../src/model/workspace.ts';

const ME = 'aturner@support.example';
const MONDAY = new Date(2026, 10, 23, 14, 2).getTime();

export function sampleAgent(changes: Partial<AgentTarget> & { readonly logon: string }): AgentTarget {
  return {
    kind: 'agent',
    jid: `${changes.logon}@support.example`,
    name: changes.logon,
    groups: ['Billing'],
    status: { availability: 'ready' },
    isFavorite: false,
    ...changes,
  };
}

export const SAMPLE_GROUP: GroupTarget = { kind: 'group', id: 'Billing', name: 'Billing', ready: 8, total: 21, isFavorite: false };

export const SAMPLE_TARGETS: readonly InternalTarget[] = [
  sampleAgent({ logon: 'bmartin', name: 'Bill Martin' }),
  sampleAgent({ logon: 'cwei', name: 'Chen Wei', isFavorite: true }),
  sampleAgent({ logon: 'dortiz', name: 'Dana Ortiz', groups: ['Retention'], status: { availability: 'not-ready', reason: 'Lunch' } }),
  sampleAgent({ logon: 'khale', name: 'Karim Hale', groups: ['Technical'], status: { availability: 'do-not-disturb' } }),
  sampleAgent({ logon: 'lfuchs', name: 'Lena Fuchs', groups: ['Technical'], status: { availability: 'after-call-work' } }),
  sampleAgent({ logon: 'osaid', name: 'Omar Said', groups: ['Technical'], status: { availability: 'logged-off' } }),
  SAMPLE_GROUP,
];

export function sampleSession(changes: Partial<ImSessionView> = {}): ImSessionView {
  const logon = changes.peerLogon ?? 'bmartin';
  return {
    id: `session-${logon}`,
    peer: `${logon}@support.example`,
    direction: 'outgoing',
    isPlain: false,
    isInvitedFromHere: true,
    state: { status: 'connected', since: MONDAY },
    createdAt: MONDAY,
    isDisplayed: true,
    unread: 0,
    isDone: false,
    peerLogon: logon,
    peerName: 'Bill Martin',
    isPeerTyping: false,
    isPeerOffline: false,
    ...changes,
  };
}

/** What has happened to the sample session, which the agent had invited to. */
export function sampleSessionHappening(
  happening: { readonly name: 'session-accepted' } | { readonly name: 'session-ended'; readonly reason: EndReason; readonly text?: string },
): ToldSessionHappening {
  const { id, peer, direction, peerLogon, peerName } = sampleSession();
  return { ...happening, of: 'session', was: 'inviting', at: MONDAY, sessionId: id, peer, direction, peerLogon, peerName };
}

export function sampleInvitation(changes: Partial<ImSessionView> = {}): ImSessionView {
  return sampleSession({
    peerLogon: 'dortiz',
    peerName: 'Dana Ortiz',
    direction: 'incoming',
    isInvitedFromHere: false,
    isDisplayed: false,
    createdAt: Date.now() - 42_000,
    state: { status: 'invited', notification: 'shown', notificationExpiresAt: Date.now() + 20_000 },
    initialMessage: 'Customer says invoice 20931 was charged twice. Can you see the second charge in billing?',
    ...changes,
  });
}

/** A call with a colleague, connected for 134 seconds. */
export function sampleCall(changes: Partial<VoiceCallView> = {}): VoiceCallView {
  return {
    id: 'call-bmartin',
    peer: 'bmartin@support.example',
    party: { kind: 'colleague', sessionId: 'session-bmartin' },
    direction: 'outgoing',
    state: { status: 'connected', since: Date.now() - 134_000 },
    heldLines: [],
    isHeldByPeer: false,
    isMuted: false,
    createdAt: Date.now() - 140_000,
    peerLogon: 'bmartin',
    peerName: 'Bill Martin',
    media: { connection: 'connected', microphone: 'working' },
    ...changes,
  };
}

/** A contact's call, connected. */
export function sampleContactCall(changes: Partial<VoiceCallView> = {}): VoiceCallView {
  return sampleCall({
    id: 'c1',
    peer: 'guest@visitors.example',
    direction: 'incoming',
    party: {
      kind: 'contact',
      contact: {
        name: 'Maria Lindqvist',
        number: '+46 8 123 456',
        topic: 'Invoice 20931',
        page: 'https://shop.example/help',
        group: 'Billing',
      },
    },
    peerLogon: 'guest',
    peerName: 'Maria Lindqvist',
    ...changes,
  });
}

/** The interaction that belongs to a contact's call. */
export function sampleVoice(changes: Partial<InteractionView> = {}): InteractionView {
  return {
    id: 'call-c1',
    callId: 'c1',
    media: 'voice',
    contact: { name: 'Maria Lindqvist' },
    status: 'active',
    startedAt: Date.now() - 724_000,
    canHold: true,
    ...changes,
  };
}

export function samplePastSession(changes: Partial<PastSession> & { readonly peerLogon: string }): PastSession {
  return {
    id: `session-${changes.peerLogon}`,
    peer: `${changes.peerLogon}@support.example`,
    peerName: changes.peerLogon,
    peerStatus: { availability: 'ready' },
    direction: 'outgoing',
    createdAt: MONDAY,
    reason: 'ended-here',
    endedAt: MONDAY + 12 * 60_000,
    ...changes,
  };
}

export const SAMPLE_HISTORY: readonly PastSession[] = [
  samplePastSession({ peerLogon: 'bmartin', peerName: 'Bill Martin', connectedAt: MONDAY }),
  samplePastSession({ peerLogon: 'cwei', peerName: 'Chen Wei', direction: 'incoming', reason: 'missed' }),
  samplePastSession({ peerLogon: 'dortiz', peerName: 'Dana Ortiz', reason: 'rejected' }),
  samplePastSession({
    peerLogon: 'osaid',
    peerName: 'Omar Said',
    peerStatus: { availability: 'logged-off' },
    connectedAt: MONDAY,
    reason: 'peer-left',
  }),
];

export function sampleOverview(changes: Partial<Overview> = {}): Overview {
  return {
    connection: { status: 'connected', domain: 'support.example' },
    me: { jid: ME, logon: 'aturner', name: 'Alice Turner', status: { availability: 'ready' } },
    sessions: [],
    interactions: [],
    calls: [],
    settings: { ...DEFAULT_SETTINGS, isSoundOn: false },
    policy: NO_POLICY,
    areNotificationsHeld: false,
    blocklist: { peers: [], isOnServer: true },
    ...changes,
  };
}

export function sampleMessage(position: number, changes: Partial<TranscriptMessage> = {}): TranscriptMessage {
  const isOwn = changes.isOwn ?? false;
  return {
    kind: 'message',
    sessionId: 'session-bmartin',
    id: `message-${position}`,
    position,
    at: MONDAY + position * 30_000,
    from: isOwn ? ME : 'bmartin@support.example',
    isOwn,
    body: `Message ${position}`,
    ...(isOwn ? { delivery: 'delivered' } : {}),
    ...changes,
  };
}

export function sampleEvent(position: number, changes: Partial<TranscriptEvent> = {}): TranscriptEvent {
  return {
    kind: 'event',
    sessionId: 'session-bmartin',
    id: `event-${position}`,
    position,
    at: MONDAY + position * 30_000,
    event: 'accepted',
    ...changes,
  };
}

/** The conversation shown in the mock-up. */
export const SAMPLE_TRANSCRIPT = [
  sampleEvent(0),
  sampleMessage(1, {
    isOwn: true,
    delivery: 'read',
    body: 'Customer says invoice 20931 was charged twice. Can you see the second charge in billing?',
  }),
  sampleMessage(2, { body: 'Looking. The case data says plan change on the 12th, that usually leaves a pro-rata line.' }),
  sampleMessage(3, { body: 'Yes: it is a pro-rata, not a duplicate. See https://billing.example/i/20931' }),
  sampleMessage(4, { isOwn: true, body: "Great, I'll tell her. May I call you if she wants the details?" }),
];

/** A consultation's record that the contact service has refused. */
export function sampleUnsentRecord(changes: Partial<UnsentRecord> = {}): UnsentRecord {
  return {
    sessionId: 'session-bmartin',
    contactId: 'c1001',
    contactName: 'Maria Lindqvist',
    subject: 'Is invoice 20931 a duplicate?',
    peerName: 'Bill Martin',
    startedAt: MONDAY,
    endedAt: MONDAY + 300_000,
    isTrying: false,
    refusal: { reason: 'too-large', at: MONDAY, status: 413, detail: 'At most 1 MiB.', isTold: false },
    ...changes,
  };
}
