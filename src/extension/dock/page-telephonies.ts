import type { PageTelephony, TelephonyAnswer, TelephonyCall } from '../../channel/page-telephony.ts';
import type { DockPort } from './dock-port.ts';

/** Opens a view of the session host that offers a page's telephony, until it is closed. */
export type OpenTelephonyView = (telephony: PageTelephony) => { close(): void };

/** What a page is asked for; the session host asks for one thing after the other. */
interface Asked {
  readonly requestId: string;
  readonly resolve: (answer: TelephonyAnswer) => void;
}

/**
 * The pages that handle their contacts' calls themselves. Each is asked only about interactions of its own origin, and only the answer to what it was
 * asked counts.
 */
export class PageTelephonies {
  readonly #views = new Map<DockPort, { close(): void }>();
  readonly #asked = new Map<DockPort, Asked>();

  constructor(private readonly openView: OpenTelephonyView) {}

  /** A page offers to put its contacts on hold, until it is gone. */
  offer(dock: DockPort): void {
    if (!dock.isOpen || this.#views.has(dock)) return;
    this.#views.set(dock, this.openView({ origin: dock.origin, call: (name, interactionId) => this.#ask(dock, name, interactionId) }));
  }

  /** A page says whether it has done what it was asked for. An answer to nothing, or one that comes too late, is ignored. */
  answer(dock: DockPort, requestId: string, isDone: boolean): void {
    const asked = this.#asked.get(dock);
    if (asked?.requestId !== requestId) return;
    this.#asked.delete(dock);
    asked.resolve({ isDone });
  }

  /** The page is gone, or isn't allowed any more. */
  remove(dock: DockPort): void {
    this.#giveUp(dock);
    this.#views.get(dock)?.close();
    this.#views.delete(dock);
  }

  #ask(dock: DockPort, name: TelephonyCall, interactionId: string): Promise<TelephonyAnswer> {
    this.#giveUp(dock);
    return new Promise((resolve) => {
      const requestId = crypto.randomUUID();
      this.#asked.set(dock, { requestId, resolve });
      dock.post({ type: 'event', name, detail: { requestId, interactionId } });
    });
  }

  #giveUp(dock: DockPort): void {
    this.#asked.get(dock)?.resolve({ isDone: false });
    this.#asked.delete(dock);
  }
}
