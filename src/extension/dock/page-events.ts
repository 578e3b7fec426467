import { toldEvent } from '../../channel/told-events.ts';
import type { Workspace } from '../../channel/workspace.ts';
import type { KeptInteractionEvent } from '../../model/desk/interaction-event.ts';
import type { DockPort } from './dock-port.ts';

/** What one page has been told, and what waits. It is told one event after the other. */
interface Telling {
  readonly told: Set<string>;
  /** The events whose turn hasn't come yet, so that a page that asks again and again isn't told one more often. */
  readonly waiting: Set<string>;
  turn: Promise<void>;
}

/** Tells pages what has become of the interactions that their origin opened, until one of them has taken it. */
export class PageEvents {
  #kept: readonly KeptInteractionEvent[] = [];
  readonly #tellings = new WeakMap<DockPort, Telling>();

  constructor(
    private readonly workspace: Workspace,
    private readonly docks: Iterable<DockPort>,
  ) {
    workspace.subscribe({ kind: 'interaction-events' }, (events) => {
      this.#kept = events;
      for (const dock of this.docks) this.#tell(dock);
    });
  }

  /** A page says that it listens. It is told the events again that it hasn't taken. */
  tellAnew(dock: DockPort): void {
    this.#tellings.get(dock)?.told.clear();
    this.#tell(dock);
  }

  /** A page of an origin has taken an event. */
  async take(origin: string, eventId: string): Promise<{ readonly refused?: string }> {
    // The event isn't kept any more, or it is another origin's, which this page can't take.
    if (!this.#kept.some((event) => event.eventId === eventId && event.origin === origin)) return {};
    const { refused } = await this.workspace.commands.takeInteractionEvents({ eventIds: [eventId] });
    return refused === undefined ? {} : { refused };
  }

  #tell(dock: DockPort): void {
    const telling = this.#tellings.get(dock) ?? { told: new Set(), waiting: new Set(), turn: Promise.resolve() };
    this.#tellings.set(dock, telling);
    for (const event of this.#kept) {
      if (event.origin !== dock.origin || telling.told.has(event.eventId) || telling.waiting.has(event.eventId)) continue;
      telling.waiting.add(event.eventId);
      telling.turn = telling.turn.then(async () => {
        telling.waiting.delete(event.eventId);
        telling.told.add(event.eventId);
        const told = await toldEvent(this.workspace, event);
        // Not told if another page of the origin has taken the event meanwhile, if its agent has signed out, or while their desk is locked.
        if (!told || !this.#kept.some(({ eventId }) => eventId === event.eventId)) return void telling.told.delete(event.eventId);
        const { name, ...detail } = told;
        dock.post({ type: 'event', name, detail });
      });
    }
  }
}
