import type { CommandResult } from '../../channel/contract.ts';
import { DONE, type Feature } from '../../channel/feature.ts';
import type { imCommands, imQueries } from '../../channel/contract/im.ts';
import type { BareJid } from '../../model/jid.ts';
import type { Policy } from '../../model/policy.ts';
import type { LocalInput } from '../../model/session/session-machine.ts';
import { maskCardNumbers } from '../../model/text/card-numbers.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Reach } from '../directory/reach.ts';
import type { RememberedTargets } from '../directory/remembered-targets.ts';
import type { History } from './history.ts';
import type { Im } from './im.ts';
import type { Transcripts } from './transcripts.ts';
import type { SessionId } from '../../model/ids.ts';

export interface ImDesk {
  readonly im: Pick<Im, 'act' | 'activeWith' | 'drafts' | 'get' | 'isInvitedMeanwhile' | 'isTaken' | 'open' | 'setTyping'>;
  readonly history: Pick<History, 'find'>;
  readonly transcripts: Pick<Transcripts, 'window' | 'windowAround' | 'findFailed'>;
  readonly reach: Pick<Reach, 'exclusion' | 'refusal' | 'isPlain' | 'readyMembers'>;
  readonly remembered: Pick<RememberedTargets, 'noteUse'>;
  readonly policy: Pick<Policy, 'privileges' | 'cardNumbersInMessages'>;
  readonly journal: Journal;
  /** The agent's calls: a group may be called. */
  readonly voice: { expect(sessionId: SessionId, view: object): Promise<void> };
}

/** Inputs of the session machine that say nothing but their name. */
type BareInput = Exclude<
  LocalInput['type'],
  | 'send'
  | 'send-again'
  | 'reject'
  | 'update-parent'
  | 'leave-out'
  | 'call-unanswered'
  | 'shut-out'
  | 'ask'
  | 'wait-in-line'
  | 'go-on-in-line'
>;

function onSession(type: BareInput) {
  return async ({ im }: ImDesk, { sessionId }: { readonly sessionId: SessionId }): Promise<CommandResult> =>
    (await im.act(sessionId, { type })) ?? DONE;
}

/** The session with a colleague that still goes on, if there is one. If they have asked already, joining is accepting. */
async function joinSessionWith({ im }: ImDesk, target: BareJid): Promise<CommandResult | undefined> {
  const session = im.activeWith(target);
  if (session?.state.status === 'invited') await im.act(session.id, { type: 'accept' });
  return session && { sessionId: session.id };
}

/** Carries out what agents do in IM sessions, and answers what was said in them and My History. */
export const imFeature: Feature<ImDesk, keyof typeof imCommands, keyof typeof imQueries> = {
  commands: {
    invite: async (desk, { sessionId, target, isWrittenFirst = false }) => {
      const { im, reach } = desk;
      const exclusion = reach.exclusion(target);
      if (exclusion) return exclusion;
      const existing = await joinSessionWith(desk, target);
      if (existing) return existing;
      // The command was given twice, and the session of the first time is over already.
      if (im.isTaken(sessionId)) return { sessionId };
      const refusal = await reach.refusal(target, 'im');
      if (refusal) return refusal;
      const isPlain = await reach.isPlain(target);
      // While this waited, another tab or the colleague may have begun a session. It is looked for again, and nothing is awaited from here
      // to the invitation, so that none can begin in between.
      if (im.activeWith(target)) return (await joinSessionWith(desk, target)) ?? { refused: 'not-possible-now' };
      desk.remembered.noteUse({ kind: 'agent', jid: target });
      await im.open({ id: sessionId, peer: target, isPlain, isWrittenFirst });
      return { sessionId };
    },
    cancelInvitation: onSession('cancel'),
    accept: async (desk, { sessionId }, view) => {
      const { im, policy, voice } = desk;
      if (im.get(sessionId)?.askedAs === 'call') {
        if (!policy.privileges.canCall) return { refused: 'not-allowed', privilege: 'call' };
        await voice.expect(sessionId, view);
      }
      return (await im.act(sessionId, { type: 'accept' })) ?? DONE;
    },
    reject: async ({ im, policy }, { sessionId, text }) => {
      const said = text && policy.cardNumbersInMessages === 'mask' ? maskCardNumbers(text) : text;
      return (await im.act(sessionId, { type: 'reject', ...(said ? { text: said } : {}) })) ?? DONE;
    },
    dismissNotification: onSession('dismiss-notification'),
    display: onSession('display'),
    send: async ({ im, policy, reach }, { sessionId, messageId, body: given, cardNumbers, writer = '' }) => {
      const isForced = policy.cardNumbersInMessages === 'mask';
      const body = cardNumbers === 'as-is' && !isForced ? given : maskCardNumbers(given);
      if (body !== given && !isForced && cardNumbers === undefined) return { refused: 'card-number' };
      if (im.isInvitedMeanwhile(sessionId)) return { refused: 'target-has-invited' };
      const message = { id: messageId, body };
      const session = im.get(sessionId);
      const group = session?.state.status === 'not-connected' ? session.group : undefined;
      const members = group && (await reach.readyMembers(group));
      if (members?.length === 0) {
        await im.act(sessionId, { type: 'nobody-ready' });
        return { refused: 'nobody-ready' };
      }
      const refusal = await im.act(sessionId, members ? { type: 'ask', message, members } : { type: 'send', message }, () =>
        im.drafts.put(sessionId, '', writer),
      );
      return refusal ?? (body !== given && isForced ? { isMasked: true } : DONE);
    },
    sendAgain: async (desk, input) => (await (await import('./undelivered.ts')).sendAgain(desk, input)) ?? DONE,
    setTyping: ({ im }, { sessionId, isTyping }) => {
      im.setTyping(sessionId, isTyping);
      return Promise.resolve(DONE);
    },
    endSession: async (desk, input) =>
      desk.policy.privileges.canRelease ? onSession('end')(desk, input) : { refused: 'not-allowed', privilege: 'release' },
    markDone: onSession('mark-done'),
    saveDraft: async ({ im, journal, policy }, { sessionId, text, writer }) => {
      // Where the policy masks card numbers in messages, the draft doesn't keep them in clear either.
      const kept = policy.cardNumbersInMessages === 'mask' ? maskCardNumbers(text) : text;
      im.drafts.put(sessionId, kept, writer);
      await journal.flush();
      return DONE;
    },
  },
  queries: {
    history: ({ history }, query, signal) => history.find(query, signal),
    transcript: ({ transcripts }, { sessionId, last, around }) =>
      around === undefined ? transcripts.window(sessionId, last) : transcripts.windowAround(sessionId, around, last),
    draft: ({ im }, { sessionId }) => im.drafts.get(sessionId),
  },
};
