import type { CommandResult, Refusal } from '../../channel/contract.ts';
import type { interactionCommands, interactionQueries } from '../../channel/contract/interactions.ts';
import { DONE, type Feature } from '../../channel/feature.ts';
import type { AskOtherwiseDesk } from './ask-otherwise.ts';
import { imFeature, type ImDesk } from '../im/im-feature.ts';
import type { Consultations } from './consultations.ts';
import type { InteractionEvents } from './interaction-events.ts';
import type { Interactions } from './interactions.ts';
import type { InteractionId } from '../../model/ids.ts';

interface InteractionDesk extends ImDesk, AskOtherwiseDesk {
  readonly policy: ImDesk['policy'] & AskOtherwiseDesk['policy'];
  readonly interactions: Interactions;
  readonly interactionEvents: Pick<InteractionEvents, 'list' | 'take'>;
  readonly consultations: Pick<Consultations, 'abandon' | 'parentOf' | 'begin' | 'caseData' | 'changeField' | 'shareSoon'>;
  readonly im: ImDesk['im'] & AskOtherwiseDesk['im'];
  readonly reach: ImDesk['reach'] & AskOtherwiseDesk['reach'];
  /** The agent's calls: a page may say that the agent talks to a contact again. */
  readonly voice: ImDesk['voice'] & { noteRetrieved(interactionId: InteractionId): void };
}

/** Resolves when it is stored; who is consulted about the interaction sees it soon. */
async function onInteractions(
  { consultations, journal }: InteractionDesk,
  change: () => Refusal | undefined | void,
): Promise<CommandResult> {
  const refusal = change();
  if (refusal) return refusal;
  consultations.shareSoon();
  await journal.flush();
  return DONE;
}

/** Does the same for what pages tell. They may not change the interaction of a contact's call that came to Backchannel. */
async function onPageInteractions(desk: InteractionDesk, id: string, change: () => Refusal | undefined | void): Promise<CommandResult> {
  const { interactions, voice } = desk;
  const before = interactions.get(id);
  if (before?.callId !== undefined) return { refused: 'unknown-interaction' };
  const outcome = await onInteractions(desk, change);
  if (before?.status !== 'active' && interactions.get(id)?.status === 'active') voice.noteRetrieved(id);
  return outcome;
}

/** Carries out what agents do for contacts: in interactions that pages tell of, with their case data, and in consultations about them. */
export const interactionsFeature: Feature<InteractionDesk, keyof typeof interactionCommands, keyof typeof interactionQueries> = {
  commands: {
    openInteraction: (desk, interaction) =>
      onPageInteractions(desk, interaction.id, () => desk.interactions.open({ ...interaction, startedAt: Date.now() })),
    updateInteraction: (desk, { id, ...change }) => onPageInteractions(desk, id, () => desk.interactions.update(id, change)),
    closeInteraction: (desk, { id }) => onPageInteractions(desk, id, () => desk.interactions.close(id)),
    abandonInteraction: (desk, { id }) => onInteractions(desk, () => desk.consultations.abandon(id)),
    consult: ({ consultations }, { sessionId, interactionId, target }) => consultations.begin(sessionId, interactionId, target),
    askGroup: async (desk, input) => (await import('./ask-group.ts')).askGroup(desk, input),
    askElse: async (desk, input, view) =>
      (await import('./ask-else.ts')).askElse(desk, input, (sessionId, target) =>
        imFeature.commands.invite(desk, { sessionId, target, isWrittenFirst: true }, view),
      ),
    waitInLine: async (desk, input) => (await import('./ask-otherwise.ts')).waitInLine(desk, input),
    leaveForAll: async (desk, input) => (await import('./ask-otherwise.ts')).leaveForAll(desk, input),
    leaveOutField: async ({ im }, { sessionId, key, isLeftOut }) =>
      (await im.act(sessionId, { type: 'leave-out', key, isLeftOut })) ?? DONE,
    changeCaseField: (desk, { interactionId, key, value }) =>
      onInteractions(desk, () => desk.consultations.changeField(interactionId, key, value)),
    judgeContactGuess: (desk, { interactionId, contactId, isRight }) =>
      onInteractions(desk, () => desk.interactions.judgeGuess(interactionId, contactId, isRight)),
    takeInteractionEvents: async ({ interactionEvents, journal }, { eventIds }) => {
      interactionEvents.take(eventIds);
      await journal.flush();
      return DONE;
    },
  },
  queries: {
    'case-data': ({ consultations }, { of, id }) => consultations.caseData(of, id),
    'interaction-events': ({ interactionEvents }) => interactionEvents.list(),
  },
};
