import type { ImSession } from '../../model/session/im-session.ts';
import type { SessionHappening } from '../../model/session/session-happening.ts';
import { consultationEvent, KEPT_EVENTS_MS, type KeptInteractionEvent, MAX_KEPT_EVENTS } from '../../model/desk/interaction-event.ts';
import { putFact } from '../../storage/account-facts.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Changes } from '../events/changes.ts';
import { randomId } from '../../channel/random-id.ts';

type NewEvent = KeptInteractionEvent extends infer E ? (E extends unknown ? Omit<E, 'eventId'> : never) : never;

/**
 * Keeps what has happened to interactions until the pages that opened them have taken it. An event is stored in one transaction with what
 * happened, so that neither a page that is reloaded nor a host that is killed loses it.
 */
export class InteractionEvents {
  constructor(
    private kept: readonly KeptInteractionEvent[],
    private readonly journal: Journal,
    private readonly changes: Changes,
    private readonly now: () => number,
    /** Called when an event that no page has taken isn't kept any longer. */
    private readonly onLost: () => void,
  ) {}

  /** Oldest first. */
  list(): readonly KeptInteractionEvent[] {
    return this.kept;
  }

  /** To be called when something has happened to a session, before that is stored. */
  note(happening: SessionHappening, session: ImSession): void {
    const event = consultationEvent(happening, session);
    if (event) this.add(event);
  }

  add(event: NewEvent): void {
    const fresh = this.kept.filter(({ at }) => at > this.now() - KEPT_EVENTS_MS);
    const all = [...fresh.filter((kept) => !isOutdatedBy(kept, event)), { ...event, eventId: randomId() }];
    const lost = this.kept.length - fresh.length + Math.max(0, all.length - MAX_KEPT_EVENTS);
    for (let count = 0; count < lost; count += 1) this.onLost();
    this.#put(all.slice(-MAX_KEPT_EVENTS));
  }

  /** Forgets events that their page has taken. */
  take(eventIds: readonly string[]): void {
    const left = this.kept.filter(({ eventId }) => !eventIds.includes(eventId));
    if (left.length < this.kept.length) this.#put(left);
  }

  #put(kept: readonly KeptInteractionEvent[]): void {
    this.kept = kept;
    this.journal.writeLatest('interaction events', putFact('interactionEvents', [...kept]));
    this.changes.announce('interaction-events');
  }
}

/** Whether the new event makes a kept one needless: a field was changed again before its page has heard of the first change. */
function isOutdatedBy(kept: KeptInteractionEvent, event: NewEvent): boolean {
  if (kept.name !== 'case-data-changed' || event.name !== 'case-data-changed') return false;
  return kept.origin === event.origin && kept.interactionId === event.interactionId && kept.key === event.key;
}
