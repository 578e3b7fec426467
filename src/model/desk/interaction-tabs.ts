import type { InteractionView } from '../interaction/interaction.ts';
import type { ImSessionView, Overview } from '../workspace.ts';
import { sessionsWithTab } from './session-lists.ts';
import { isSameTab, type TabRef, tabOfSession } from './tab-ref.ts';
import type { InteractionId } from '../ids.ts';

/** A tab of the Interaction window. */
export type InteractionTab =
  | (Extract<TabRef, { of: 'interaction' }> & { readonly interaction: InteractionView })
  /** `isUnderParent`: a consultation that stands after the interaction that it is about. */
  | (Extract<TabRef, { of: 'session' }> & { readonly session: ImSessionView; readonly isUnderParent: boolean });

/** The consultations that this agent began about an interaction, oldest first. */
export function consultationsAbout(interactionId: InteractionId, sessions: readonly ImSessionView[]): readonly ImSessionView[] {
  return sessions.filter(({ parent, direction }) => parent?.interactionId === interactionId && direction === 'outgoing');
}

/** The consultations about an interaction that go on, the newest first. */
export function activeConsultations(
  interactionId: InteractionId | undefined,
  sessions: readonly ImSessionView[],
): readonly ImSessionView[] {
  return interactionId === undefined
    ? []
    : consultationsAbout(interactionId, sessions)
        .filter(({ state }) => state.status !== 'ended')
        .reverse();
}

/** The tabs in their order: each interaction with its consultations after it, then all other sessions. */
export function tabsOf(overview: Overview | undefined, shown: TabRef | undefined): readonly InteractionTab[] {
  const sessions = sessionsWithTab(overview, shown);
  const interactions = overview?.interactions ?? [];
  const withParent = interactions.flatMap((interaction): InteractionTab[] => [
    { of: 'interaction', id: interaction.id, interaction },
    ...consultationsAbout(interaction.id, sessions).map((session): InteractionTab => ({
      of: 'session',
      id: session.id,
      session,
      isUnderParent: true,
    })),
  ]);
  const others = sessions.filter(({ id }) => !withParent.some((tab) => isSameTab(tab, tabOfSession(id))));
  return [...withParent, ...others.map((session): InteractionTab => ({ of: 'session', id: session.id, session, isUnderParent: false }))];
}
