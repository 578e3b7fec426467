import type * as v from 'valibot';
import type { CommandName, CommandResult, Refusal } from '../../channel/contract.ts';
import type { COMMANDS } from '../../channel/schemas.ts';
import { maskCardNumbers } from '../../model/text/card-numbers.ts';
import { type BareJid, isBareJid } from '../../model/jid.ts';
import type { LocalInput } from '../../model/session/session-machine.ts';
import { putDraft } from '../../storage/draft-store.ts';
import type { Account } from './account.ts';
import type { PageCommand } from './page-decisions.ts';

type Input<N extends CommandName> = v.InferOutput<(typeof COMMANDS)[N]>;

/** The commands of an agent who is signed in; signing in and out, the lock, and what pages decide in place of a policy, are the session host's. */
export type AccountCommand = Exclude<CommandName, 'signIn' | 'signOut' | 'lock' | 'unlock' | 'noteActivity' | PageCommand>;

type Handlers = { readonly [N in AccountCommand]: (account: Account, input: Input<N>, view: object) => Promise<CommandResult> };

const DONE: CommandResult = {};

/** Inputs that say nothing but their name. */
type BareInput = Exclude<LocalInput['type'], 'send' | 'update-parent' | 'leave-out' | 'call-unanswered' | 'shut-out'>;

function onSession(type: BareInput) {
  return async ({ im }: Account, { sessionId }: { readonly sessionId: string }): Promise<CommandResult> =>
    (await im.act(sessionId, { type })) ?? DONE;
}

/** The session with a colleague that still goes on, if there is one. If they have asked already, joining is accepting. */
async function joinSessionWith({ im }: Account, target: BareJid): Promise<CommandResult | undefined> {
  const session = im.activeWith(target);
  if (session?.state.status === 'invited') await im.act(session.id, { type: 'accept' });
  return session && { sessionId: session.id };
}

/** Resolves when it is stored; who is consulted about the interaction sees it soon. */
async function onInteractions({ consultations, journal }: Account, change: () => Refusal | undefined | void): Promise<CommandResult> {
  const refusal = change();
  if (refusal) return refusal;
  consultations.shareSoon();
  await journal.flush();
  return DONE;
}

/** The same for what pages tell: a contact's call isn't theirs. */
async function onPageInteractions(account: Account, id: string, change: () => Refusal | undefined | void): Promise<CommandResult> {
  const { interactions, voice } = account;
  const before = interactions.get(id);
  if (before?.callId !== undefined) return { refused: 'unknown-interaction' };
  const outcome = await onInteractions(account, change);
  if (before?.status !== 'active' && interactions.get(id)?.status === 'active') voice.noteRetrieved(id);
  return outcome;
}

/** Resolves when it is stored; who is consulted about the interaction sees it soon. */
async function onLines({ voice, consultations, journal }: Account, change: Parameters<Account['voice']['run']>[0]): Promise<CommandResult> {
  const outcome = await voice.run(change);
  consultations.shareSoon();
  await journal.flush();
  return outcome;
}

export const ACCOUNT_COMMANDS: Handlers = {
  setStatus: async (account, status) => {
    account.setStatus(status);
    await account.journal.flush();
    return DONE;
  },
  invite: async (account, { sessionId, target }) => {
    if (target === account.jid) return { refused: 'target-is-self' };
    if (account.blocklist.has(target)) return { refused: 'target-blocked' };
    const existing = await joinSessionWith(account, target);
    if (existing) return existing;
    // Given twice, and the session of the first time is over already.
    if (account.im.isTaken(sessionId)) return { sessionId };
    if (!account.policy.privileges.canMake) return { refused: 'not-allowed', privilege: 'make' };
    if (account.directory.statusOf(target).availability === 'logged-off') return { refused: 'target-logged-off' };
    const isPlain = await account.capabilities.isPlain(target, account.connection.current);
    // Another tab, or they, may have asked while we waited for the answer. Nothing is awaited between this look and the invitation.
    if (account.im.activeWith(target)) return (await joinSessionWith(account, target)) ?? { refused: 'not-possible-now' };
    account.remembered.noteUse(target);
    await account.im.open({ id: sessionId, peer: target, isPlain });
    return { sessionId };
  },
  openInteraction: (account, interaction) =>
    onPageInteractions(account, interaction.id, () => account.interactions.open({ ...interaction, startedAt: Date.now() })),
  updateInteraction: (account, { id, ...change }) => onPageInteractions(account, id, () => account.interactions.update(id, change)),
  closeInteraction: (account, { id }) => onPageInteractions(account, id, () => account.interactions.close(id)),
  abandonInteraction: (account, { id }) => onInteractions(account, () => account.consultations.abandon(id)),
  consult: ({ consultations }, { sessionId, interactionId, target }) => consultations.begin(sessionId, interactionId, target),
  leaveOutField: async ({ im }, { sessionId, key, isLeftOut }) => (await im.act(sessionId, { type: 'leave-out', key, isLeftOut })) ?? DONE,
  judgeContactGuess: (account, { interactionId, contactId, isRight }) =>
    onInteractions(account, () => account.interactions.judgeGuess(interactionId, contactId, isRight)),
  changeCaseField: (account, { interactionId, key, value }) =>
    onInteractions(account, () => account.consultations.changeField(interactionId, key, value)),
  takeInteractionEvents: async ({ interactionEvents, journal }, { eventIds }) => {
    interactionEvents.take(eventIds);
    await journal.flush();
    return DONE;
  },
  retryContact: async ({ contacts }, asked) => {
    await contacts.retry(asked);
    return DONE;
  },
  retryRecords: async ({ contacts }, { records }) => ({ unsentRecords: await contacts.retryRecords(records) }),
  deleteRecord: async ({ contacts }, record) => {
    await contacts.deleteRecord(record);
    return DONE;
  },
  noteRefusalsTold: async ({ contacts }) => {
    await contacts.noteRefusalsTold();
    return DONE;
  },
  call: ({ voice }, { callId, sessionId, target }, view) => voice.run((calls) => calls.outgoing.call(callId, sessionId, target, view)),
  consultByVoice: ({ voice }, { callId, sessionId, interactionId, target }, view) =>
    voice.run((calls) => calls.outgoing.consult(callId, sessionId, interactionId, target, view)),
  acceptCall: ({ voice }, { callId }, view) => voice.run((calls) => calls.accept(callId, view)),
  rejectCall: ({ voice }, { callId }) => voice.run((calls) => calls.act(callId, { type: 'reject' })),
  endCall: ({ voice }, { callId }) => voice.run((calls) => calls.act(callId, { type: 'end' })),
  hold: (account, line) => onLines(account, (calls) => calls.hold(line)),
  retrieve: (account, line) => onLines(account, (calls) => calls.retrieve(line)),
  muteCall: ({ voice }, { callId, isMuted }) => voice.run((calls) => calls.mute(callId, isMuted)),
  retryMicrophone: ({ voice }) => voice.run((calls) => calls.media.retryMicrophone()),
  cancelInvitation: onSession('cancel'),
  accept: onSession('accept'),
  reject: onSession('reject'),
  rejectAll: async (account, { target }) => {
    await account.rejectAll(target);
    return DONE;
  },
  block: async (account, { target }) => {
    // Each call of a contact comes from a new address: to block one would keep nobody away.
    if (target === account.jid || !isBareJid(target) || account.peers.standingOf(target) === 'guest')
      return { refused: 'not-possible-now' };
    if (!account.policy.privileges.canRelease && account.im.openWith(target, 'connected').length > 0)
      return { refused: 'not-allowed', privilege: 'release' };
    await account.blocklist.set(target, true, account.connection.current);
    return DONE;
  },
  unblock: async (account, { target }) => {
    await account.blocklist.set(target, false, account.connection.current);
    return DONE;
  },
  dismissNotification: onSession('dismiss-notification'),
  display: onSession('display'),
  send: async ({ im, journal, policy }, { sessionId, messageId, body: given, cardNumbers }) => {
    const isForced = policy.cardNumbersInMessages === 'mask';
    const body = cardNumbers === 'as-is' && !isForced ? given : maskCardNumbers(given);
    if (body !== given && !isForced && cardNumbers === undefined) return { refused: 'card-number' };
    const refusal = await im.act(sessionId, { type: 'send', message: { id: messageId, body } });
    if (!refusal) journal.writeLatest(`draft ${sessionId}`, putDraft(sessionId, ''));
    return refusal ?? (body !== given && isForced ? { isMasked: true } : DONE);
  },
  setTyping: ({ im }, { sessionId, isTyping }) => {
    im.setTyping(sessionId, isTyping);
    return Promise.resolve(DONE);
  },
  endSession: async (account, input) =>
    account.policy.privileges.canRelease ? onSession('end')(account, input) : { refused: 'not-allowed', privilege: 'release' },
  markDone: onSession('mark-done'),
  saveDraft: async ({ journal, policy }, { sessionId, text }) => {
    // Where a card number may not be sent, none is kept in clear either.
    const kept = policy.cardNumbersInMessages === 'mask' ? maskCardNumbers(text) : text;
    journal.writeLatest(`draft ${sessionId}`, putDraft(sessionId, kept));
    await journal.flush();
    return DONE;
  },
  setFavorite: async ({ remembered, journal }, { target, isFavorite }) => {
    remembered.setFavorite(target, isFavorite);
    await journal.flush();
    return DONE;
  },
  changeSettings: async (account, change) => {
    if (Object.keys(change).some((name) => name in account.policy.settings)) return { refused: 'set-by-policy' };
    account.changeSettings(change);
    await account.journal.flush();
    return DONE;
  },
  wipeHistory: async (account) => {
    await account.wipeHistory();
    return DONE;
  },
};
