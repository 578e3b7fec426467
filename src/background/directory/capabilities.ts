import type { BareJid } from '../../model/jid.ts';
import type { Presence } from './presence.ts';
import type { Abilities, CheckedAbilities, MessagingStream } from '../stream/messaging-port.ts';
import { within } from '../time/waits.ts';

/** Long enough for an answer over a slow line, and short enough for an agent who has pressed something. */
const ASK_TIMEOUT_MS = 1_000;
/** How many kinds of clients are remembered, and how many devices. An organization has fewer kinds, and an agent talks to fewer devices. */
const MOST_KEPT = 200;
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
  /** The stream on which the devices were asked. What is asked on one that is lost is never answered. */
  #stream: AbilitiesStream | undefined;

  constructor(
    private readonly presence: Pick<Presence, 'devicesOf' | 'isSilent'>,
    /** Called when a device of the peer hasn't answered in time. */
    private readonly onSilence: (peer: BareJid) => void,
  ) {}

  /**
   * Whether all devices of a colleague that answer are some other XMPP client, so that a plain chat is what they can have. Someone of whom no
   * device answers is taken for one of us.
   */
  async isPlain(peer: BareJid, stream: AbilitiesStream | undefined): Promise<boolean> {
    return !(await this.#has('takesInvitations', peer, stream));
  }

  /** Whether any available device of a colleague takes calls, as far as can be known in time. */
  takesCalls(peer: BareJid, stream: AbilitiesStream | undefined): Promise<boolean> {
    return this.#has('takesCalls', peer, stream);
  }

  /** The first device that has the ability decides. The others needn't be waited for, of which one may be dead. */
  async #has(ability: keyof Abilities, peer: BareJid, stream: AbilitiesStream | undefined): Promise<boolean> {
    if (!stream) return true;
    if (stream !== this.#stream) this.#ofDevice.clear();
    this.#stream = stream;
    let isAnswered = false;
    const devices = this.presence.devicesOf(peer).filter(([device]) => !this.presence.isSilent(device));
    const answers = devices.map(async ([from, capsKey]) => {
      const abilities = capsKey === undefined ? NONE : await this.#ask(from, capsKey, stream);
      isAnswered ||= abilities !== undefined;
      return abilities?.[ability] ?? false;
    });
    const has = await within(ASK_TIMEOUT_MS, firstTrue(answers));
    if (has === undefined) this.onSilence(peer);
    return has === true || !isAnswered;
  }

  /** @returns undefined where the device doesn't say: it may just have gone */
  async #ask(from: string, capsKey: string, stream: AbilitiesStream): Promise<Abilities | undefined> {
    const known = this.#ofKind.get(capsKey);
    if (known) return known;
    const device = `${from} ${capsKey}`;
    const asked = this.#ofDevice.get(device) ?? stream.abilitiesOf(from, capsKey);
    keep(this.#ofDevice, device, asked);
    try {
      const abilities = await asked;
      if (abilities.isVerified) keep(this.#ofKind, capsKey, abilities);
      return abilities;
    } catch {
      // The question is asked again the next time, so that nothing is lost.
      if (this.#ofDevice.get(device) === asked) this.#ofDevice.delete(device);
      return undefined;
    }
  }
}

/** Resolves with true as soon as one of these does, and otherwise when all have. */
function firstTrue(answers: readonly Promise<boolean>[]): Promise<boolean> {
  const yes = answers.map((answer) => new Promise<true>((resolve) => void answer.then((isTrue) => isTrue && resolve(true))));
  return Promise.race([...yes, Promise.all(answers).then(() => false)]);
}

/** Remembers a value, and forgets the oldest where there are too many. */
function keep<Value>(known: Map<string, Value>, key: string, value: Value): void {
  known.delete(key);
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > MOST_KEPT && oldest !== undefined) known.delete(oldest);
}
