import type { BareJid } from '../model/jid.ts';
import type { Directory } from './directory.ts';
import type { MessagingStream } from './messaging-port.ts';

const ASK_TIMEOUT_MS = 3_000;

/** Who understands our invitations (XEP-0115): asked once for each kind of client, not for each colleague. */
export class Capabilities {
  private readonly known = new Map<string, Promise<boolean>>();

  constructor(private readonly directory: Directory) {}

  /**
   * Whether every available device of a colleague is some other XMPP client, so that a plain chat is what it can have.
   * Someone with no device online, or who doesn't answer in time, is taken for one of us.
   */
  async isPlain(peer: BareJid, stream: MessagingStream | undefined): Promise<boolean> {
    const devices = this.directory.devicesOf(peer);
    if (!stream || devices.length === 0) return false;
    const answers = devices.map(([from, capsKey]) => (capsKey === undefined ? Promise.resolve(false) : this.ask(from, capsKey, stream)));
    const late = new Promise<boolean[]>((resolve) => setTimeout(() => resolve([true]), ASK_TIMEOUT_MS));
    return !(await Promise.race([Promise.all(answers), late])).includes(true);
  }

  private ask(from: string, capsKey: string, stream: MessagingStream): Promise<boolean> {
    const known = this.known.get(capsKey);
    if (known) return known;
    const asked = stream.supportsInvitations(from, capsKey);
    this.known.set(capsKey, asked);
    asked.catch(() => this.known.delete(capsKey));
    return asked.catch(() => false);
  }
}
