import { MessageChannel, Worker } from 'node:worker_threads';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';
import type { MediaEvents } from '../../src/channel/media-host.ts';
import { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';
import type { Query, QueryOf, Slices } from '../../src/channel/contract.ts';
import { MemoryMedia } from '../fixtures/memory-media.ts';
import { WireProxy } from '../fixtures/wire-proxy.ts';
import type { BrowserStart, FromBrowser, ToBrowser } from './browser-thread.ts';
import { type StoredDatabase, store } from './disk.ts';

/** How many tabs each browser has open. */
const TABS = 2;
/** Long, because dozens of browsers share the machine's processors. */
const ANSWER_TIMEOUT_MS = 60_000;

// Whoever has browsers ends itself at its end: by itself, Node 20 sometimes spins for ever then, because the process had worker threads
// (`Environment::CleanupHandles`).
process.once('exit', (code) => process.exit(code));
// Node would print an uncaught error only after that, and so never.
process.once('uncaughtExceptionMonitor', (error) => console.error(error));

/**
 * A browser of an agent: a session host in a thread of its own, its disk, its connection to the server, and two tabs. The thread can be killed at any
 * moment; the tabs then open another one, as pages do, and find on the disk what was committed.
 */
export class Browser {
  /** @param websockets The server's nodes, which its connections go to in turn @param clockAheadMs How far ahead of the true time its clock is */
  static async open(bundle: string, websockets: readonly string[], clockAheadMs: number): Promise<Browser> {
    return new Browser(bundle, await WireProxy.start(...websockets), clockAheadMs);
  }

  tabs: readonly RemoteWorkspace[];
  /** Where each tab's page holds calls. */
  media: readonly MemoryMedia[] = [];
  readonly #disk = new Map<string, StoredDatabase>();
  #thread: Worker | undefined;
  /** Resolves when a session host that was killed has ended. */
  #ending: Promise<void> | undefined;
  /** What the next session host is to be told. */
  readonly #untold: ToBrowser[] = [];
  #isOff = false;
  /** Aborted when the browser is killed. */
  #life = new AbortController();
  #isDiskFull = false;

  private constructor(
    private readonly bundle: string,
    readonly wire: WireProxy,
    private clockAheadMs: number,
  ) {
    this.tabs = this.#openTabs();
  }

  get isOff(): boolean {
    return this.#isOff;
  }

  /** Kills the session host. The tabs start it again at once. */
  async killHost(): Promise<void> {
    const thread = this.#thread;
    if (!thread || this.#ending) return this.#ending;
    // What it has committed and already told the server of comes out of its queue only when it has ended, so that the next one waits for that.
    this.#ending = thread.terminate().then(() => {
      this.#thread = undefined;
      this.#ending = undefined;
      for (const message of this.#untold.splice(0)) this.#tell(message);
    });
    await this.#ending;
  }

  /** Kills the whole browser, until `start`. */
  async kill(): Promise<void> {
    this.#isOff = true;
    this.#life.abort();
    for (const tab of this.tabs) tab.close();
    this.media = [];
    await this.killHost();
    this.wire.cut();
  }

  start(): void {
    if (!this.#isOff) return;
    this.#isOff = false;
    this.#life = new AbortController();
    this.tabs = this.#openTabs();
  }

  fillDisk(isFull: boolean): void {
    this.#isDiskFull = isFull;
    this.#tell({ isDiskFull: isFull });
  }

  /** Sets its clock. Nothing of what is due may depend on it. */
  setClock(aheadMs: number): void {
    this.clockAheadMs = aheadMs;
    this.#tell({ clockAheadMs: aheadMs });
  }

  /** Tells the session host what the browser has noticed of the network. */
  tellNetwork(network: 'offline' | 'online'): void {
    this.#tell({ network });
  }

  /** A query's answer, as soon as there is one that isn't the first empty one. Fails when the browser is killed: its tabs are told nothing any more. */
  ask<K extends Query['kind']>(
    query: QueryOf<K>,
    isSo: (slice: Slices[K]) => boolean = () => true,
    timeoutMs = ANSWER_TIMEOUT_MS,
  ): Promise<Slices[K]> {
    const { signal } = this.#life;
    return new Promise((resolve, reject) => {
      const forget = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', fail);
        queueMicrotask(() => stop());
      };
      const fail = () => {
        forget();
        reject(new Error(`A ${query.kind} didn't come to be as it should.`));
      };
      const timer = setTimeout(fail, timeoutMs);
      signal.addEventListener('abort', fail);
      const stop = this.tabs[0]!.subscribe(query, (slice) => {
        if (!isSo(slice)) return;
        forget();
        resolve(slice);
      });
    });
  }

  async close(): Promise<void> {
    for (const tab of this.tabs) tab.close();
    this.#isOff = true;
    await this.killHost();
    await this.wire.stop();
  }

  #openTabs(): readonly RemoteWorkspace[] {
    const open = () => {
      const { port1, port2 } = new MessageChannel();
      this.#tell({ view: port1 });
      return channelOfMessagePort(port2 as unknown as MessagePort);
    };
    const media: MemoryMedia[] = [];
    this.media = media;
    const begin = (events: MediaEvents) => {
      const own = new MemoryMedia(events);
      media.push(own);
      return own;
    };
    return Array.from({ length: TABS }, () => new RemoteWorkspace(open, { media: begin }));
  }

  #tell(message: ToBrowser): void {
    if (this.#ending) return void this.#untold.push(message);
    const thread = (this.#thread ??= this.#startThread());
    thread.postMessage(message, 'view' in message ? [message.view] : []);
  }

  #startThread(): Worker {
    const thread = new Worker(this.bundle, {
      workerData: { disk: new Map(this.#disk), clockAheadMs: this.clockAheadMs } satisfies BrowserStart,
      // The bundle needs no loader of TypeScript.
      execArgv: [],
    });
    thread.on('message', ({ written }: FromBrowser) => thread === this.#thread && store(this.#disk, written));
    thread.on('error', (error) => {
      throw error;
    });
    if (this.#isDiskFull) thread.postMessage({ isDiskFull: true } satisfies ToBrowser);
    return thread;
  }
}
