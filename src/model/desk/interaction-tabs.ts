import type { InteractionView } from '../interaction/interaction.ts';
import type { ImSessionView, Overview } from '../workspace.ts';
import { sessionsWithTab } from './session-lists.ts';
import type { InteractionId } from '../ids.ts';

/** A tab of the Interaction window: an interaction with a contact, or an IM session. */
export type InteractionTab =
  | { readonly kind: 'contact'; readonly id: string; readonly interaction: InteractionView }
  /** `isUnderParent`: a consultation that stands after the interaction that it is about. */
  | { readonly kind: 'im'; readonly id: string; readonly session: ImSessionView; readonly isUnderParent: boolean };

/** The tab of an interaction with a contact. An IM session's tab has the session's id. */
export function contactTabId(interactionId: string): string {
  return `contact:${interactionId}`;
}

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
export function tabsOf(overview: Overview | undefined, shownId: string | undefined): readonly InteractionTab[] {
  const sessions = sessionsWithTab(overview, shownId);
  const interactions = overview?.interactions ?? [];
  const withParent = interactions.flatMap((interaction): InteractionTab[] => [
    { kind: 'contact', id: contactTabId(interaction.id), interaction },
    ...consultationsAbout(interaction.id, sessions).map((session): InteractionTab => ({
      kind: 'im',
      id: session.id,
      session,
      isUnderParent: true,
    })),
  ]);
  const others = sessions.filter(({ id }) => !withParent.some((tab) => tab.id === id));
  return [...withParent, ...others.map((session): InteractionTab => ({ kind: 'im', id: session.id, session, isUnderParent: false }))];
}
