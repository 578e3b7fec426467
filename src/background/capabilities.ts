import type { BareJid } from '../model/jid.ts';
import type { Directory } from './directory.ts';
import type { Abilities, MessagingStream } from './messaging-port.ts';

const ASK_TIMEOUT_MS = 3_000;
const ALL: Abilities = { takesInvitations: true, takesCalls: true };
const NONE: Abilities = { takesInvitations: false, takesCalls: false };

/** What colleagues' programs understand (XEP-0115): asked once for each kind of client, not for each colleague. */
export class Capabilities {
  private readonly known = new Map<string, Promise<Abilities>>();

  constructor(private readonly directory: Directory) {}

  /**
   * Whether every available device of a colleague is some other XMPP client, so that a plain chat is what it can have.
   * Someone with no device online, or who doesn't answer in time, is taken for one of us.
   */
  async isPlain(peer: BareJid, stream: MessagingStream | undefined): Promise<boolean> {
    return !(await this.has('takesInvitations', peer, stream));
  }

  /** Whether any available device of a colleague takes calls, as far as can be known in time. */
  takesCalls(peer: BareJid, stream: MessagingStream | undefined): Promise<boolean> {
    return this.has('takesCalls', peer, stream);
  }

  private async has(ability: keyof Abilities, peer: BareJid, stream: MessagingStream | undefined): Promise<boolean> {
    const devices = this.directory.devicesOf(peer);
    if (!stream || devices.length === 0) return true;
    const answers = devices.map(([from, capsKey]) => (capsKey === undefined ? Promise.resolve(NONE) : this.ask(from, capsKey, stream)));
    const late = new Promise<Abilities[]>((resolve) => setTimeout(() => resolve([ALL]), ASK_TIMEOUT_MS));
    return (await Promise.race([Promise.all(answers), late])).some((abilities) => abilities[ability]);
  }

  private ask(from: string, capsKey: string, stream: MessagingStream): Promise<Abilities> {
    const known = this.known.get(capsKey);
    if (known) return known;
    const asked = stream.abilitiesOf(from, capsKey);
    this.known.set(capsKey, asked);
    asked.catch(() => this.known.delete(capsKey));
    return asked.catch(() => NONE);
  }
}
