import type { BareJid } from '../../model/jid.ts';
import { lazily } from '../../model/lazily.ts';
import type { HubAvailability } from '../directory/hub-availability.ts';
import type { MessagingStream } from '../stream/messaging-port.ts';
import type { ServerLinkOptions } from './server-link-options.ts';

/** The account's link to its organisation's availability hubs. Nothing is loaded where it has none. */
export class HubLink {
  #hub: HubAvailability | undefined;
  #isStopped = false;
  readonly #load = lazily(() => import('../directory/hub-availability.ts'));

  constructor(
    private readonly options: ServerLinkOptions,
    private readonly stream: () => MessagingStream | undefined,
    /** Called when it may have changed whether a peer is there. */
    private readonly noteStatus: (peer: BareJid, hasCome: boolean) => void,
  ) {}

  /** To be called on each stream, once the account is up to date. */
  join(stream: MessagingStream, how: 'resumed' | 'new'): void {
    if (this.#hubs.length > 0) this.#join(stream, how).catch(this.options.log.noting('hub-not-loaded'));
  }

  stop(): void {
    this.#isStopped = true;
    this.#hub?.stop();
  }

  get #hubs(): readonly string[] {
    return this.options.policy().availabilityHubs ?? [];
  }

  async #join(stream: MessagingStream, how: 'resumed' | 'new'): Promise<void> {
    const { HubAvailability } = await this.#load();
    if (this.#isStopped) return;
    const { jid, presence, changes, remembered, im, log } = this.options;
    this.#hub ??= new HubAvailability({
      me: jid,
      hubs: () => this.#hubs,
      changes,
      remembered,
      presence,
      peers: () => im.list().map(({ peer }) => peer),
      stream: this.stream,
      onChange: this.noteStatus,
      onProblem: (code) => log.note(code),
    });
    await this.#hub.join(stream, how);
  }
}
