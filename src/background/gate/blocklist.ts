import { type BareJid, domainOf } from '../../model/jid.ts';
import { type Fact, putFact } from '../../storage/account-facts.ts';
import { type Journal, toldByJournal } from '../../storage/journal.ts';
import type { MessagingStream } from '../stream/messaging-port.ts';

export interface BlocklistOptions {
  readonly journal: Journal;
  /** Ends what goes on with somebody who is blocked from now on. Resolves when they have been told. */
  readonly leave: (peer: BareJid) => Promise<void>;
  /** Called before the server is told to block somebody, who is to see the agent as gone. */
  readonly hide: (peer: BareJid) => void;
  /**
   * Called when somebody was unblocked and the server knows. Their presence has to be asked for, because the server doesn't send by itself
   * what it has kept back.
   */
  readonly welcome: (peer: BareJid) => void;
  readonly onChange: () => void;
}

/**
 * Keeps the addresses that the agent has blocked (XEP-0191). The server delivers nothing of theirs to any device, and tells the agent's other
 * devices. What it still delivers, because it can't block or doesn't know yet, is dropped here.
 */
export class Blocklist {
  /** Whether the server can block; undefined as long as it hasn't been asked. */
  isOnServer: boolean | undefined;
  #jids: ReadonlySet<string>;
  /** Changes that the server hasn't taken yet: whether each address is to be blocked. */
  readonly #untold: Map<string, boolean>;

  constructor(
    stored: Fact<'blocklist'> | undefined,
    private readonly options: BlocklistOptions,
  ) {
    this.#jids = new Set(stored?.jids);
    this.#untold = new Map(stored?.untold);
  }

  /** The blocked addresses: accounts, and whole hosts if another program has blocked such. */
  list(): readonly string[] {
    return [...this.#jids];
  }

  has(peer: BareJid): boolean {
    return this.#jids.has(peer) || this.#jids.has(domainOf(peer));
  }

  /** Blocks or unblocks somebody. Resolves when this is stored and, if there is a stream, the server has been told. */
  async set(peer: BareJid, isBlocked: boolean, stream: MessagingStream | undefined): Promise<void> {
    if (this.#jids.has(peer) === isBlocked) return;
    this.#untold.set(peer, isBlocked);
    await this.#take(isBlocked ? [...this.#jids, peer] : this.list().filter((jid) => jid !== peer));
    if (stream) await this.tell(stream);
    if (!isBlocked) this.options.welcome(peer);
    await this.options.journal.flush();
  }

  /**
   * Begins with a new stream: takes the server's list, and tells the server what it hasn't been told yet. From here on the server tells of
   * changes.
   */
  async follow(stream: MessagingStream): Promise<void> {
    const onServer = await stream.getBlocked();
    this.isOnServer = onServer !== undefined;
    this.options.onChange();
    if (!onServer) return;
    const isWanted = (jid: string) => this.#untold.get(jid) !== false;
    const added = [...this.#untold].flatMap(([jid, isBlocked]) => (isBlocked ? [jid] : []));
    await this.#take([...onServer.filter(isWanted), ...added]);
    await this.tell(stream);
  }

  /**
   * Takes what the server says when another device has changed the list.
   * @param jids If there are none, everybody is unblocked (XEP-0191 3.5)
   */
  hear(jids: readonly string[], isBlocked: boolean): void {
    const changed = new Set(jids);
    for (const jid of changed) this.#untold.delete(jid);
    const before = this.list();
    const next = isBlocked ? [...before, ...changed] : before.filter((jid) => changed.size > 0 && !changed.has(jid));
    this.#take(next).catch(toldByJournal);
    for (const jid of before) if (!this.#jids.has(jid)) this.options.welcome(jid);
  }

  /** Tells the server what it hasn't taken. What it refuses is tried again with the next stream. */
  async tell(stream: MessagingStream): Promise<void> {
    if (this.isOnServer === false) return;
    for (const [jid, isBlocked] of [...this.#untold]) {
      if (isBlocked) this.options.hide(jid);
      const isTaken = await stream.setBlocked(jid, isBlocked);
      if (isTaken && this.#untold.get(jid) === isBlocked) this.#untold.delete(jid);
    }
    this.#store();
  }

  async #take(jids: readonly string[]): Promise<void> {
    const before = this.#jids;
    this.#jids = new Set(jids);
    this.#store();
    this.options.onChange();
    for (const jid of this.#jids) if (!before.has(jid)) await this.options.leave(jid);
  }

  #store(): void {
    this.options.journal.writeLatest('blocklist', putFact('blocklist', { jids: [...this.#jids], untold: [...this.#untold] }));
  }
}
