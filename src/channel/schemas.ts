import * as v from 'valibot';
import { OWN_AVAILABILITIES } from '../model/agent.ts';
import { MAX_KEPT_EVENTS } from '../model/desk/interaction-event.ts';
import { TARGET_FILTERS } from '../model/internal-target.ts';
import { MAX_VALUE_LENGTH } from '../model/interaction/case-data.ts';
import { HISTORY_MEDIA, HISTORY_SORTS, HISTORY_STATUSES } from '../model/contact/contact.ts';
import { isBareJid } from '../model/jid.ts';
import { HISTORY_FILTERS } from '../model/session/past-session.ts';
import { CARD_NUMBERS_IN_MESSAGES, strangersOf } from '../model/policy.ts';
import { lockMinutesOf } from '../model/lock-minutes.ts';
import { LANGUAGES, MAIN_WINDOWS, MAX_LOCK_MINUTES, MAX_TIMEOUT_MS, MIN_TIMEOUT_MS, THEMES } from '../model/settings.ts';
import { caseDataRules } from './case-data-rules-schema.ts';
import { readHosts } from './allow-list.ts';
import { interactionChange, interactionId, openedInteraction } from './interaction-schemas.ts';

/*
 * The shapes of what views may send, checked in the session host. Views import only their types (contract.ts), so that no
 * page loads the checks.
 */

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const bareJid = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.check(isBareJid, 'not an address'));
/** An account, or a whole host: another program of the agent may have blocked one. */
const blockable = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.minLength(1), v.maxLength(3071));
const text = v.pipe(v.string(), v.maxLength(2_000_000));

/** How an agent signs in: a password or a bearer token (RFC 7628); `service` is a `ws:` or `wss:` address, found by XEP-0156 when absent. */
export const signInRequest = v.object({
  jid: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.maxLength(3071)),
  password: v.optional(v.pipe(v.string(), v.maxLength(1024))),
  token: v.optional(v.pipe(v.string(), v.maxLength(16_384))),
  service: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(2048))),
  /** Keep the login keys (never the password) so that a restarted host signs in by itself. */
  isKept: v.optional(v.boolean(), false),
  /** A person has typed it just now. Where the same agent's desk is locked it is unlocked then; without this it stays locked. */
  isUnlocking: v.optional(v.boolean(), false),
});

const timeout = v.pipe(v.number(), v.integer(), v.minValue(MIN_TIMEOUT_MS), v.maxValue(MAX_TIMEOUT_MS));

export const lockMinutes = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MAX_LOCK_MINUTES));

export const deviceId = v.pipe(v.string(), v.maxLength(512));

/** Every setting and its shape; a policy's too. */
export const SETTINGS = {
  invitationTimeoutMs: timeout,
  notificationTimeoutMs: timeout,
  isSoundOn: v.boolean(),
  areDesktopNotificationsOn: v.boolean(),
  isTextOnDesktop: v.boolean(),
  theme: v.picklist(THEMES),
  language: v.picklist(LANGUAGES),
  mainWindow: v.picklist(MAIN_WINDOWS),
  lockAfterMinutes: lockMinutes,
  microphoneId: deviceId,
  speakerId: deviceId,
} as const;

/** Hosts, as they are in addresses, whose users may do something: call as contacts, or be colleagues. What names no host lets nobody. */
export const hosts = v.pipe(
  v.unknown(),
  v.transform((given) => readHosts(given)),
);

/** A change of settings; what is absent stays. */
export const settingsChange = v.partial(v.object(SETTINGS));

/** Whose contact is meant: an active interaction's, or that of the interaction that a consultation is about. */
const contactOf = { of: v.picklist(['interaction', 'session']), id };

/** A consultation's record, by its session and the contact whose history it belongs in. */
const recordId = v.object({ sessionId: id, contactId: id });
const recordIds = v.pipe(v.array(recordId), v.maxLength(10_000));

/** A call with a colleague, or an interaction's contact, whoever's telephony it is. */
const line = { of: v.picklist(['call', 'interaction']), id };

/** What isn't known masks them. */
export const cardNumbersInMessages = v.fallback(v.picklist(CARD_NUMBERS_IN_MESSAGES), 'mask');

/** The commands and the shape of each one's argument. */
export const COMMANDS = {
  signIn: signInRequest,
  /**
   * Ends the stream and deletes everything that is stored of this account. With `asksBeforeLoss` it is refused as `not-sent`, and nothing is
   * deleted, when something would be lost by it that nobody else has.
   */
  signOut: v.object({ asksBeforeLoss: v.optional(v.boolean(), false) }),
  /** Locks the desk: views show nothing of it until it is unlocked, and messages go on arriving. */
  lock: v.object({}),
  /** Unlocks it, by the agent's password or by a token that the messaging server takes. */
  unlock: v.object({
    password: v.optional(v.pipe(v.string(), v.maxLength(1024))),
    token: v.optional(v.pipe(v.string(), v.maxLength(16_384))),
  }),
  /** The agent is at their desk. For pages whose browser doesn't tell it otherwise. */
  noteActivity: v.object({}),
  setStatus: v.object({ availability: v.picklist(OWN_AVAILABILITIES), reason: v.optional(v.pipe(v.string(), v.maxLength(200))) }),
  /** Send an Instant Message to a target: opens the session and invites. `sessionId` is a new UUID. */
  invite: v.object({ sessionId: id, target: bareJid }),
  cancelInvitation: v.object({ sessionId: id }),
  accept: v.object({ sessionId: id }),
  reject: v.object({ sessionId: id }),
  /** Turns down whatever the target asks for, by message and by call; without a target, all contacts who call. */
  rejectAll: v.object({ target: v.optional(bareJid) }),
  /** Nothing of the target comes through any more (XEP-0191), and what goes on with them is over. */
  block: v.object({ target: blockable }),
  unblock: v.object({ target: blockable }),
  /** The in-page notification was closed; the invitation stays pending. */
  dismissNotification: v.object({ sessionId: id }),
  /** The session is on screen: no longer pending, and its messages are read. */
  display: v.object({ sessionId: id }),
  /** `messageId` is a new UUID and becomes the origin-id. `cardNumbers`: what becomes of a payment card number in it; without it, it is refused. */
  send: v.object({ sessionId: id, messageId: id, body: text, cardNumbers: v.exactOptional(v.picklist(['mask', 'as-is'])) }),
  setTyping: v.object({ sessionId: id, isTyping: v.boolean() }),
  endSession: v.object({ sessionId: id }),
  markDone: v.object({ sessionId: id }),
  saveDraft: v.object({ sessionId: id, text }),
  setFavorite: v.object({ target: v.pipe(v.string(), v.maxLength(3100)), isFavorite: v.boolean() }),
  changeSettings: settingsChange,
  /** Deletes the sessions that were marked done, with their transcripts. */
  wipeHistory: v.object({}),
  /** A page is busy with a contact. Opened again under its id, it is the same interaction with what is given now. */
  openInteraction: openedInteraction,
  updateInteraction: interactionChange,
  closeInteraction: v.object({ id: interactionId }),
  /** The agent closes what its page doesn't; the page is told. */
  abandonInteraction: v.object({ id: interactionId }),
  /** Start Instant Message Consultation: opens the session; the first message invites. `sessionId` is a new UUID. */
  consult: v.object({ sessionId: id, interactionId, target: bareJid }),
  /** Whether a field of the case data is kept back, before the first message. */
  leaveOutField: v.object({ sessionId: id, key: v.pipe(v.string(), v.maxLength(100)), isLeftOut: v.boolean() }),
  /** The agent changes an editable field: `key` is the CRM's. */
  changeCaseField: v.object({
    interactionId,
    key: v.pipe(v.string(), v.maxLength(100)),
    value: v.pipe(v.string(), v.maxLength(MAX_VALUE_LENGTH)),
  }),
  /** The agent says whether a caller is the contact whom they were taken for. */
  judgeContactGuess: v.object({ interactionId, contactId: id, isRight: v.boolean() }),
  /** The page that embeds decides of case data, until it decides otherwise. */
  setCaseDataRules: v.object({ rules: caseDataRules }),
  /** The page that embeds says where contacts call from, until it says otherwise. */
  setGuestHosts: v.object({ hosts }),
  /** The page that embeds says whose users are colleagues beside the agents' own, and what becomes of strangers, until it says otherwise. */
  setTrustedDomains: v.object({ hosts }),
  setStrangers: v.object({
    strangers: v.pipe(
      v.unknown(),
      v.transform((given) => strangersOf(given)),
    ),
  }),
  /** The page that embeds says whether a password or a token may go to the server as it is (SASL PLAIN), until it says otherwise. */
  setPlainAllowed: v.object({ isAllowed: v.boolean() }),
  /** The page that embeds decides whether agents are asked about card numbers in messages; what can't be read has them masked. */
  setCardNumbersInMessages: v.object({ value: cardNumbersInMessages }),
  /** The page that embeds says whether several agents use this computer, until it says otherwise; what can't be read says that they do. */
  setSharedComputer: v.object({
    isShared: v.pipe(
      v.unknown(),
      v.transform((given) => given !== false),
    ),
  }),
  /** The page that embeds says after how many minutes the desk is locked, until it says otherwise; what can't be read locks it soonest. */
  setLockAfterMinutes: v.object({
    minutes: v.pipe(
      v.unknown(),
      v.transform((given) => lockMinutesOf(given)),
    ),
  }),
  /** The page that opened the interactions has these events. */
  takeInteractionEvents: v.object({ eventIds: v.pipe(v.array(id), v.maxLength(MAX_KEPT_EVENTS)) }),
  /** *Retry*: asks the contact service again for what views follow of this contact; the agent may be asked to sign in to it. */
  retryContact: v.object(contactOf),
  /** Tells the contact service again of consultations' records that it hasn't taken: these, or all. The agent may be asked to sign in to it. */
  retryRecords: v.object({ records: v.optional(recordIds) }),
  /** A record that the contact service has refused isn't kept any more. */
  deleteRecord: recordId,
  /** The agent has been told which records the contact service has refused. */
  noteRefusalsTold: v.object({}),
  /** *Call*: `callId` is a new UUID, and `sessionId`, of the IM session beside the call where there is none with this colleague. */
  call: v.object({ callId: id, sessionId: id, target: bareJid }),
  /** Start Voice Consultation: puts the contact on hold and calls. It goes on from the IM consultation that there is, or opens one, `sessionId`. */
  consultByVoice: v.object({ callId: id, sessionId: id, interactionId, target: bareJid }),
  acceptCall: v.object({ callId: id }),
  rejectCall: v.object({ callId: id }),
  /** Hangs up, or takes the invitation back. */
  endCall: v.object({ callId: id }),
  /** Of one's own calls at most one is heard: retrieving one puts the other on hold. */
  hold: v.object(line),
  retrieve: v.object(line),
  muteCall: v.object({ callId: id, isMuted: v.boolean() }),
  /** Asks for the microphone again. */
  retryMicrophone: v.object({}),
} as const;

const search = v.pipe(v.string(), v.maxLength(200));
const rows = {
  first: v.pipe(v.number(), v.integer(), v.minValue(0)),
  count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(200)),
};

/** What a view can subscribe to. A changed query is a new subscription. */
export const query = v.variant('kind', [
  v.object({ kind: v.literal('overview') }),
  v.object({
    kind: v.literal('targets'),
    search,
    filter: v.picklist(TARGET_FILTERS),
    /** Only members of this group. */
    group: v.optional(v.pipe(v.string(), v.maxLength(1024))),
    ...rows,
  }),
  v.object({ kind: v.literal('history'), search, filter: v.picklist(HISTORY_FILTERS), ...rows }),
  v.object({ kind: v.literal('transcript'), sessionId: id, last: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5_000)) }),
  v.object({ kind: v.literal('draft'), sessionId: id }),
  v.object({ kind: v.literal('case-data'), of: v.picklist(['interaction', 'session']), id }),
  v.object({ kind: v.literal('contact'), ...contactOf }),
  v.object({
    kind: v.literal('contact-history'),
    ...contactOf,
    search,
    media: v.array(v.picklist(HISTORY_MEDIA)),
    statuses: v.array(v.picklist(HISTORY_STATUSES)),
    agent: v.optional(bareJid),
    from: v.optional(v.number()),
    to: v.optional(v.number()),
    sort: v.picklist(HISTORY_SORTS),
    order: v.picklist(['asc', 'desc']),
    ...rows,
  }),
  v.object({ kind: v.literal('past-interaction'), ...contactOf, interactionId: id }),
  v.object({ kind: v.literal('interaction-events') }),
  v.object({ kind: v.literal('unsent-records') }),
  /** `records`: these; without it all. */
  v.object({ kind: v.literal('record-export'), records: v.optional(recordIds) }),
  v.object({ kind: v.literal('call-level'), callId: id }),
  v.object({ kind: v.literal('account') }),
  v.object({ kind: v.literal('diagnostics') }),
]);
