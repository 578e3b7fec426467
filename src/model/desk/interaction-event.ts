import type { EndReason, ImSession, TranscriptEntry } from '../session/im-session.ts';
import type { SessionHappening } from '../session/session-happening.ts';
import type { InteractionOwner } from '../interaction/interaction.ts';
import type { BareJid } from '../jid.ts';

interface EventBase {
  /** The event's id, which is the same however often the event is told. */
  readonly eventId: string;
  /** What the page calls the interaction. */
  readonly interactionId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

interface ConsultationEventBase extends EventBase {
  readonly sessionId: string;
  /** The colleague who is asked; empty where a group is asked, as long as nobody has accepted. */
  readonly peer: BareJid;
}

/** What has become of an interaction here, for the page that opened it. */
export type InteractionEvent =
  /** The first message was sent: the colleague is asked. */
  | (ConsultationEventBase & { readonly name: 'consultation-started' })
  /** The colleague has accepted. */
  | (ConsultationEventBase & { readonly name: 'consultation-accepted' })
  /** Either side has ended it, or it didn't come about. */
  | (ConsultationEventBase & { readonly name: 'consultation-ended'; readonly reason: EndReason })
  /** The agent has marked the consultation done, so that nothing more is said in it. */
  | (ConsultationEventBase & { readonly name: 'consultation-done' })
  /** The agent has changed a field: its key is the page's, its value the new one. */
  | (EventBase & { readonly name: 'case-data-changed'; readonly key: string; readonly value: string })
  /** The agent has closed it. */
  | (EventBase & { readonly name: 'interaction-closed' });

/** An event that waits until its page has taken it; without an origin, for the one page that there is. */
export type KeptInteractionEvent = InteractionEvent & { readonly origin?: string };

/** One message of a consultation. */
export interface SaidMessage {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly author: BareJid;
  readonly text: string;
}

/** What was said in a consultation, oldest first. */
export interface SaidTranscript {
  readonly transcript: readonly SaidMessage[];
  /** Whether the beginning is missing because the transcript was too long. */
  readonly isTranscriptCut: boolean;
}

/** An event as its page is told it. */
export type ToldInteractionEvent =
  | Exclude<InteractionEvent, { name: 'consultation-done' }>
  | (Extract<InteractionEvent, { name: 'consultation-done' }> & SaidTranscript);

/** Bounds of what is kept for a page that doesn't come, far beyond what an agent does in a week: the oldest goes first, and is counted. */
export const MAX_KEPT_EVENTS = 2_000;
export const KEPT_EVENTS_MS = 7 * 24 * 3600 * 1000;

/** Bounds of a transcript that is told: of entries, and of characters in all. */
export const MAX_TOLD_ENTRIES = 5_000;
const MAX_TOLD_CHARACTERS = 1_000_000;

type Unnamed<E> = E extends unknown ? Omit<E, 'eventId'> : never;

/** What has happened to a session, as the page is told whose interaction it is about: nothing unless it is a consultation that began here. */
export function consultationEvent(happening: SessionHappening, session: ImSession): Unnamed<KeptInteractionEvent> | undefined {
  const { id, peer, parent, isInvitedFromHere } = session;
  if (!parent || !isInvitedFromHere) return undefined;
  const facts = { ...pageOf(parent.interactionId, parent.owner), sessionId: id, peer, at: happening.at };
  switch (happening.name) {
    case 'session-begun':
      return { ...facts, name: 'consultation-started' };
    case 'session-accepted':
      return { ...facts, name: 'consultation-accepted' };
    // Of a consultation that the agent has given up before its first message, the page hasn't heard.
    case 'session-ended':
      return happening.was === 'not-connected' ? undefined : { ...facts, name: 'consultation-ended', reason: happening.reason };
    case 'session-done':
      return happening.was === 'not-connected' ? undefined : { ...facts, name: 'consultation-done' };
  }
}

/** The page to tell, by its origin, and what it calls the interaction. */
export function pageOf(interactionId: string, owner: InteractionOwner | undefined): Pick<KeptInteractionEvent, 'interactionId' | 'origin'> {
  return owner ? { interactionId: owner.id, origin: owner.origin } : { interactionId };
}

/** The messages of a transcript, of which at most the last ones that fit. */
export function saidIn(entries: readonly TranscriptEntry[], hasEarlier: boolean): SaidTranscript {
  const transcript: SaidMessage[] = [];
  let characters = 0;
  for (const entry of [...entries].reverse()) {
    if (entry.kind !== 'message') continue;
    characters += entry.body.length;
    if (characters > MAX_TOLD_CHARACTERS) return { transcript: transcript.reverse(), isTranscriptCut: true };
    transcript.push({ at: entry.at, author: entry.from, text: entry.body });
  }
  return { transcript: transcript.reverse(), isTranscriptCut: hasEarlier };
}
