import { type BirpcReturn, createBirpc } from 'birpc';
import { type CommandName, type CommandResult, COMMANDS, type Commands, type Query, type QueryOf, type Slices } from './contract.ts';
import type { ChannelPort, HostFunctions, ViewFunctions } from './rpc.ts';
import type { Workspace } from './workspace.ts';

const REOPEN_AFTER_MS = 100;

interface Subscription {
  readonly query: Query;
  readonly onSlice: (slice: never) => void;
}

/**
 * The workspace as views have it: the session host behind a channel. A channel that closes is normal (a stopped worker, a
 * restarted browser part): it is opened again, queries are asked again, and commands without an answer are given again.
 */
export class RemoteWorkspace implements Workspace {
  readonly commands: Commands;
  private readonly subscriptions = new Map<number, Subscription>();
  private lastId = 0;
  private channel: ChannelPort | undefined;
  private host!: BirpcReturn<HostFunctions, ViewFunctions>;
  private isClosed = false;

  constructor(private readonly openChannel: () => ChannelPort) {
    const names = Object.keys(COMMANDS) as CommandName[];
    this.commands = Object.fromEntries(names.map((name) => [name, (input: unknown) => this.give(name, input)])) as unknown as Commands;
    this.open();
  }

  subscribe<K extends Query['kind']>(query: QueryOf<K>, onSlice: (slice: Slices[K]) => void): () => void {
    const id = (this.lastId += 1);
    this.subscriptions.set(id, { query, onSlice });
    this.host.subscribe.asEvent(id, query);
    return () => {
      this.subscriptions.delete(id);
      if (!this.isClosed) this.host.unsubscribe.asEvent(id);
    };
  }

  /** Leaves the host for now, as a page does that goes into the back-forward cache. */
  suspend(): void {
    const { channel } = this;
    this.channel = undefined;
    channel?.close();
  }

  /** Comes back after `suspend`. */
  resume(): void {
    if (!this.channel && !this.isClosed) this.open();
  }

  close(): void {
    this.isClosed = true;
    this.subscriptions.clear();
    this.suspend();
  }

  private open(): void {
    const channel = this.openChannel();
    this.channel = channel;
    this.host = createBirpc<HostFunctions, ViewFunctions>(
      { slice: (id, slice) => this.subscriptions.get(id)?.onSlice(slice as never) },
      { post: (message) => channel.post(message), on: (handler) => channel.onMessage(handler), timeout: -1 },
    );
    const { host } = this;
    channel.onClose(() => {
      host.$close(new ChannelClosed());
      if (this.channel !== channel || this.isClosed) return;
      this.channel = undefined;
      setTimeout(() => this.resume(), REOPEN_AFTER_MS);
    });
    for (const [id, { query }] of this.subscriptions) host.subscribe.asEvent(id, query);
  }

  private async give(name: CommandName, input: unknown): Promise<CommandResult> {
    for (;;) {
      try {
        return await this.host.command(name, input);
      } catch (error) {
        if (this.isClosed || !(error instanceof ChannelClosed)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 2 * REOPEN_AFTER_MS));
      }
    }
  }
}

class ChannelClosed extends Error {
  override readonly name = 'ChannelClosed';
}
