import type { ReactiveControllerHost } from 'lit';
import type { Overview } from '../../model/workspace.ts';
import { SliceController } from '../kit/slice-controller.ts';
import type { MessageAnnouncer, MessageNewsOptions } from './message-announcer.ts';

/** Has messages announced that the agent doesn't see. The code for that is loaded with the first one. */
export class MessageNewsController {
  /** The desk before, in which what is unread was announced, or was there when this page was opened, or before the desk was locked. */
  #before: Overview | undefined;
  #announcer: Promise<MessageAnnouncer> | undefined;
  readonly #overview: SliceController<'overview'>;

  constructor(
    host: ReactiveControllerHost & HTMLElement,
    private readonly options: MessageNewsOptions,
  ) {
    this.#overview = new SliceController<'overview'>(
      host,
      () => ({ kind: 'overview' }),
      (overview) => this.#follow(overview),
    );
    host.addController({ hostDisconnected: () => void this.#announcer?.then((announcer) => announcer.stop()) });
  }

  #follow(overview: Overview): void {
    const before = this.#before;
    const { workspace } = this.#overview;
    this.#before = overview.me && !overview.lock ? overview : undefined;
    if (before && workspace && overview.sessions.some(({ unread }) => unread > 0))
      this.#announcer ??= import('./message-announcer.ts').then(({ MessageAnnouncer }) => new MessageAnnouncer(workspace, this.options));
    // A part that can't be loaded now is loaded with the next message.
    this.#announcer?.then(
      (announcer) => announcer.follow(overview, before),
      () => (this.#announcer = undefined),
    );
  }
}
