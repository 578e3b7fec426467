// This import comes first: it replaces the browser's WebSocket before StanzaJS keeps a reference to it.
import { Desk } from '../host/desk.ts';
import { ServerEnd } from '../host/server-end.ts';
import type { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';
import { MemoryMedia } from '../fixtures/memory-media.ts';
import { clearDesks, talk } from './conversation.ts';
import { checkFloods } from './flood-check.ts';
import { largestHeld, storedCounts, usedBytes } from './held.ts';
import { checkFailures, checkHearing, checkNewView } from './invariants.ts';
import { Fault, inTime, PATIENCE_MS } from './patience.ts';
import { shownOfNobody } from './shown.ts';
import { checkTraces } from './traces.ts';
import type { Step } from './step.ts';
import { StepTaker } from './step-taker.ts';

/** The time that passes per run. Limits per minute aren't tested here, so that every run begins with full budgets. */
const RUN_TAKES_MS = 60_000;
/** Many times what a block of runs leaves behind. A block sends several thousand stanzas, so that a leak per stanza exceeds it. */
const MOST_STORED = 1_000;
const MOST_HELD = 1_500;
const MOST_GROWN_BYTES = 30 * 1024 * 1024;

let skippedMs = 0;
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + skippedMs;

/**
 * Two agents, Anna and Ben, who talk at their session hosts, and the server between them. Anna is sent what the steps say. After each run, everything
 * that must always hold is checked.
 */
export class World {
  readonly #server = new ServerEnd('support.example');
  readonly #faults: string[] = [];
  readonly #anna: Desk;
  readonly #ben: Desk;
  readonly #steps: StepTaker;
  #bytesAtStart = 0;
  readonly #noteError = ({ message }: ErrorEvent) => void this.#faults.push(`Uncaught: ${message}`);
  readonly #noteRejection = ({ reason }: PromiseRejectionEvent) =>
    void this.#faults.push(`Unhandled rejection: ${String(reason instanceof Error ? reason.stack : JSON.stringify(reason))}`);

  constructor() {
    addEventListener('error', this.#noteError);
    addEventListener('unhandledrejection', this.#noteRejection);
    for (const logon of ['anna', 'ben', 'cora']) this.#server.addAccount(logon);
    this.#anna = new Desk(this.#server, 'anna', { offers: { media: (events) => new MemoryMedia(events) } });
    this.#ben = new Desk(this.#server, 'ben');
    this.#steps = new StepTaker(this.#server, this.#anna);
  }

  /** Both sign in, and talk. @returns the first fault */
  begin(): Promise<string | undefined> {
    return this.#orFault(async () => {
      await Promise.all([this.#anna.signIn(), this.#ben.signIn()]);
      for (const logon of ['anna', 'ben']) this.#server.streamOf(logon).asksEach = false;
      this.#watch(this.#anna.workspace);
      this.#steps.sessionId = await talk(this.#anna, this.#ben);
      this.#bytesAtStart = usedBytes();
    });
  }

  /** Does the steps, and checks. @returns the first fault */
  async run(steps: readonly Step[]): Promise<string | undefined> {
    skippedMs += RUN_TAKES_MS;
    return this.#orFault(async () => {
      for (const step of steps) await inTime(this.#steps.take(step), `'${'act' in step ? step.act : step.do}' was done`);
      await checkHearing(this.#server.streamOf('anna'));
    });
  }

  /** Makes the checks that take longer: whether the two can still talk, and whether a new view is answered. @returns the first fault */
  inspect(): Promise<string | undefined> {
    skippedMs += RUN_TAKES_MS;
    return this.#orFault(async () => {
      // The view is checked twice: in the state after all that came, and in that after a new conversation.
      await checkNewView(this.#anna, (kind, slice) => this.#look(kind, slice));
      await clearDesks(this.#server, this.#anna, this.#ben);
      this.#steps.sessionId = await talk(this.#anna, this.#ben);
      await checkNewView(this.#anna, (kind, slice) => this.#look(kind, slice), this.#steps.sessionId);
      await checkTraces(this.#anna);
      await checkFailures(this.#anna);
    });
  }

  /** Sends too much of everything, and checks what is stored and held. @returns the first fault, and the figures */
  async conclude(): Promise<{
    readonly fault: string | undefined;
    readonly stored: Readonly<Record<string, number>>;
    readonly held: number;
    readonly grownBytes: number;
  }> {
    let stored: Readonly<Record<string, number>> = {};
    let held = { size: 0, path: '' };
    let grownBytes = 0;
    const fault = await this.#orFault(async () => {
      await checkFloods(this.#anna, this.#server.streamOf('anna'));
      stored = await storedCounts(`backchannel:${this.#anna.jid}`);
      held = largestHeld(this.#anna.host);
      grownBytes = usedBytes() - this.#bytesAtStart;
      const full = Object.entries(stored).find(([, count]) => count > MOST_STORED);
      if (full) throw new Fault(`${full[1]} records are stored in ${full[0]}`);
      if (held.size === 0) throw new Fault('Nothing of what the host holds can be seen');
      if (held.size > MOST_HELD) throw new Fault(`${held.size} things are held in ${held.path}`);
      if (grownBytes > MOST_GROWN_BYTES) throw new Fault(`Memory has grown by ${Math.round(grownBytes / 2 ** 20)} MiB`);
    });
    return { fault, stored, held: held.size, grownBytes };
  }

  /** Both sign out. @returns the first fault */
  async close(): Promise<string | undefined> {
    const fault = await this.#orFault(async () => void (await Promise.all([this.#anna.leave(), this.#ben.leave()])));
    this.#server.close();
    removeEventListener('error', this.#noteError);
    removeEventListener('unhandledrejection', this.#noteRejection);
    return fault;
  }

  async #orFault(work: () => Promise<void>): Promise<string | undefined> {
    try {
      await inTime(work(), 'it came to an end', 3 * PATIENCE_MS);
    } catch (error) {
      this.#faults.push(
        error instanceof Fault ? error.message : `The test itself failed: ${error instanceof Error ? error.stack : String(error)}`,
      );
    }
    return this.#faults.splice(0)[0];
  }

  #watch(view: RemoteWorkspace): void {
    view.subscribe({ kind: 'overview' }, (slice) => {
      this.#steps.overview = slice;
      this.#look('overview', slice);
    });
    view.subscribe({ kind: 'targets', search: '', filter: 'all', first: 0, count: 200 }, (slice) => this.#look('targets', slice));
    view.subscribe({ kind: 'history', search: '', filter: 'all', first: 0, count: 50 }, (slice) => this.#look('history', slice));
  }

  #look(kind: string, slice: unknown): void {
    const found = shownOfNobody(kind, slice);
    if (found !== undefined) this.#faults.push(found);
  }
}
