import type { IceServer } from '../../channel/media-host.ts';
import type { VoiceCall } from '../../model/call/voice-call.ts';
import type { BareJid } from '../../model/jid.ts';
import type { Policy } from '../../model/policy.ts';
import type { Log } from '../events/log.ts';
import type { CallStream } from './call-desk.ts';

export interface RelaysOptions {
  readonly stream: () => CallStream | undefined;
  readonly policy: () => Policy;
  /** Whether the peer is neither a colleague nor a contact. */
  readonly isStranger: (peer: BareJid) => boolean;
  readonly log: Log;
}

/** The way that a call's sound may take. */
export interface CallRoute {
  readonly iceServers: readonly IceServer[];
  readonly isRelayOnly: boolean;
}

/** The server's relays (XEP-0215), and which calls may go only through one. */
export class Relays {
  #asked: Promise<readonly IceServer[]> | undefined;

  constructor(private readonly options: RelaysOptions) {}

  /** Asks the server for its relays before the call begins that needs them. */
  ask(): void {
    if (this.#asked) return;
    const asked = this.options.stream()?.getIceServers();
    this.#asked = asked;
    // If this fails, the server is asked again when the call begins.
    asked?.catch(() => {
      this.options.log.note('no-relays');
      if (this.#asked === asked) this.#asked = undefined;
    });
  }

  /** Forgets the answer. The relays' credentials may have been asked for by a call that nobody took, and they expire soon. */
  forget(): void {
    this.#asked = undefined;
  }

  /** @returns undefined when the call may go through a relay only, and there is none @throws when a contact's call finds no server */
  async routeOf(call: VoiceCall): Promise<CallRoute | undefined> {
    this.ask();
    const iceServers = await this.#serversFor(call, this.#asked);
    this.forget();
    const isRelayOnly = this.#isRelayOnly(call, iceServers);
    return isRelayOnly && !iceServers.some(isRelay) ? undefined : { iceServers, isRelayOnly };
  }

  /**
   * The relays. If the server doesn't answer, colleagues still have their direct way; a contact's call fails, because its direct way would
   * tell the contact this computer's address.
   */
  async #serversFor({ party }: VoiceCall, asked: Promise<readonly IceServer[]> | undefined): Promise<readonly IceServer[]> {
    try {
      return (await asked) ?? [];
    } catch (failure) {
      // It was noted when they were asked for.
      if (party.kind === 'contact') throw failure;
      return [];
    }
  }

  /**
   * Whether the call may go through a relay only, so that the peer learns no address of this computer. That is so for strangers always, and
   * for contacts, where neither policy nor page decides it, if there is a relay.
   */
  #isRelayOnly({ party, peer }: VoiceCall, iceServers: readonly IceServer[]): boolean {
    if (this.options.isStranger(peer)) return true;
    const { addressesHiddenFrom } = this.options.policy();
    if (addressesHiddenFrom === undefined) return party.kind === 'contact' && iceServers.some(isRelay);
    return addressesHiddenFrom === 'everybody' || (addressesHiddenFrom === 'contacts' && party.kind === 'contact');
  }
}

/** Whether a server is a relay (`turn:` or `turns:`). */
function isRelay({ urls }: IceServer): boolean {
  return urls.startsWith('turn');
}
