import type { BareJid } from '../../model/jid.ts';
import type { Presence } from './presence.ts';
import type { Abilities, CheckedAbilities, MessagingStream } from '../stream/messaging-port.ts';

const ASK_TIMEOUT_MS = 3_000;
/** How many kinds of clients are remembered, and how many devices. An organization has fewer kinds, and an agent talks to fewer devices. */
const MOST_KEPT = 200;
const ALL: Abilities = { takesInvitations: true, takesCalls: true };
const NONE: Abilities = { takesInvitations: false, takesCalls: false };

/** What is asked of the stream to the messaging server. */
export type AbilitiesStream = Pick<MessagingStream, 'abilitiesOf'>;

/**
 * What colleagues' programs understand (XEP-0115). A kind of client is asked only once if its answer fits the hash; otherwise each of its
 * devices is asked.
 */
export class Capabilities {
  readonly #ofKind = new Map<string, Abilities>();
  readonly #ofDevice = new Map<string, Promise<CheckedAbilities>>();

  constructor(private readonly presence: Pick<Presence, 'devicesOf'>) {}

  /**
   * Whether every available device of a colleague is some other XMPP client, so that a plain chat is what it can have.
   * Someone with no device online, or who doesn't answer in time, is taken for one of us.
   */
  async isPlain(peer: BareJid, stream: AbilitiesStream | undefined): Promise<boolean> {
    return !(await this.#has('takesInvitations', peer, stream));
  }

  /** Whether any available device of a colleague takes calls, as far as can be known in time. */
  takesCalls(peer: BareJid, stream: AbilitiesStream | undefined): Promise<boolean> {
    return this.#has('takesCalls', peer, stream);
  }

  async #has(ability: keyof Abilities, peer: BareJid, stream: AbilitiesStream | undefined): Promise<boolean> {
    const devices = this.presence.devicesOf(peer);
    if (!stream || devices.length === 0) return true;
    const answers = devices.map(([from, capsKey]) => (capsKey === undefined ? Promise.resolve(NONE) : this.#ask(from, capsKey, stream)));
    const late = new Promise<Abilities[]>((resolve) => setTimeout(() => resolve([ALL]), ASK_TIMEOUT_MS));
    return (await Promise.race([Promise.all(answers), late])).some((abilities) => abilities[ability]);
  }

  #ask(from: string, capsKey: string, stream: AbilitiesStream): Promise<Abilities> {
    const known = this.#ofKind.get(capsKey);
    if (known) return Promise.resolve(known);
    const device = `${from} ${capsKey}`;
    const asked = this.#ofDevice.get(device) ?? stream.abilitiesOf(from, capsKey);
    keep(this.#ofDevice, device, asked);
    return asked.then(
      (abilities) => {
        if (abilities.isVerified) keep(this.#ofKind, capsKey, abilities);
        return abilities;
      },
      () => {
        this.#ofDevice.delete(device);
        return NONE;
      },
    );
  }
}

/** Remembers a value, and forgets the oldest where there are too many. */
function keep<Value>(known: Map<string, Value>, key: string, value: Value): void {
  known.delete(key);
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
}
