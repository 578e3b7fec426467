// First: it puts its WebSocket in place of the browser's before StanzaJS takes that.
import { Desk } from '../host/desk.ts';
import { ServerEnd } from '../host/server-end.ts';
import type { ServerStream } from '../host/server-stream.ts';
import type { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';
import type { Overview } from '../../src/model/workspace.ts';
import { largestHeld, storedCounts } from './held.ts';
import { shownOfNobody } from './shown.ts';
import type { Step } from './step.ts';

/** Time goes on by itself: what a sender may do in a minute is not this test's subject. */
const RUN_TAKES_MS = 60_000;
/** Longer than a loaded machine takes for anything of one run. */
const PATIENCE_MS = 20_000;
/** More than a block of runs can be for: what exceeds it grows with every stanza. */
const MOST_STORED = 6_000;
const MOST_HELD = 12_000;
const MOST_GROWN_BYTES = 160 * 1024 * 1024;

class Fault extends Error {
  override readonly name = 'Fault';
}

let skippedMs = 0;
const realNow = Date.now.bind(Date);
Date.now = () => realNow() + skippedMs;

/**
 * Two agents at their session hosts, Anna and Ben, who talk, and the server between them. Anna is sent whatever the steps say; after
 * each run what must always hold is looked at.
 */
export class World {
  private readonly server = new ServerEnd('support.example');
  private readonly faults: string[] = [];
  private anna!: Desk;
  private ben!: Desk;
  private sessionId = '';
  private overview: Overview | undefined;
  private whileReading: string[] = [];
  private openQuery = '';
  private openRequest = '';
  private noteRequest: (payload: string) => void = () => undefined;
  private bytesAtStart = 0;
  private readonly noteError = ({ message }: ErrorEvent) => void this.faults.push(`Uncaught: ${message}`);
  private readonly noteRejection = ({ reason }: PromiseRejectionEvent) => void this.faults.push(`Unhandled rejection: ${String(reason instanceof Error ? reason.stack : JSON.stringify(reason))}`);

  static async open(): Promise<World> {
    const world = new World();
    await world.begin();
    return world;
  }

  private async begin(): Promise<void> {
    addEventListener('error', this.noteError);
    addEventListener('unhandledrejection', this.noteRejection);
    for (const logon of ['anna', 'ben', 'cora']) this.server.addAccount(logon);
    this.server.onArchiveQuery = (stream, queryId) => this.sendWhileReading(stream, queryId);
    this.server.onRequest = (stream, id, payload) => {
      if (!stream.account.jid.startsWith('anna@')) return;
      this.openRequest = id;
      this.noteRequest(payload);
    };
    [this.anna, this.ben] = await Promise.all([new Desk(this.server, 'anna').signIn(), new Desk(this.server, 'ben').signIn()]);
    for (const logon of ['anna', 'ben']) this.server.streamOf(logon).asksEach = false;
    this.watch(this.anna.workspace);
    await this.talk();
    window.gc?.();
    this.bytesAtStart = usedBytes();
  }

  /** Does the steps, and looks. @returns what is wrong */
  async run(steps: readonly Step[]): Promise<string | undefined> {
    skippedMs += RUN_TAKES_MS;
    return this.orFault(async () => {
      for (const step of steps) await this.inTime(this.apply(step), `'${'act' in step ? step.act : step.do}' was done`);
      await this.checkHearing();
    });
  }

  /** Looks at what takes longer: whether the two can still talk, whether a new view is answered. @returns what is wrong */
  inspect(): Promise<string | undefined> {
    skippedMs += RUN_TAKES_MS;
    return this.orFault(async () => {
      await this.clearDesks();
      await this.talk();
      await this.checkView();
    });
  }

  /** Looks at what is stored and held. @returns what is wrong, and the figures */
  async measure(): Promise<{ readonly fault: string | undefined; readonly stored: Readonly<Record<string, number>>; readonly held: number; readonly grownBytes: number }> {
    let stored: Readonly<Record<string, number>> = {};
    let held = { size: 0, path: '' };
    let grownBytes = 0;
    const fault = await this.orFault(async () => {
      stored = await storedCounts(`backchannel:${this.anna.jid}`);
      held = largestHeld(this.anna.host);
      window.gc?.();
      grownBytes = usedBytes() - this.bytesAtStart;
      const full = Object.entries(stored).find(([, count]) => count > MOST_STORED);
      if (full) throw new Fault(`${full[1]} records are stored in ${full[0]}`);
      if (held.size > MOST_HELD) throw new Fault(`${held.size} things are held in ${held.path}`);
      if (grownBytes > MOST_GROWN_BYTES) throw new Fault(`The page has grown by ${Math.round(grownBytes / 2 ** 20)} MiB`);
    });
    return { fault, stored, held: held.size, grownBytes };
  }

  async close(): Promise<void> {
    await Promise.all([this.anna.leave(), this.ben.leave()]);
    this.server.close();
    removeEventListener('error', this.noteError);
    removeEventListener('unhandledrejection', this.noteRejection);
  }

  private async orFault(work: () => Promise<void>): Promise<string | undefined> {
    try {
      await this.inTime(work(), 'it came to an end', 3 * PATIENCE_MS);
    } catch (error) {
      this.faults.push(error instanceof Fault ? error.message : `The test itself failed: ${error instanceof Error ? error.stack : String(error)}`);
    }
    return this.faults.splice(0)[0];
  }

  private async inTime<T>(work: Promise<T>, what: string, patienceMs = PATIENCE_MS): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Fault(`In ${patienceMs / 1_000} s it wasn't so that ${what}`)), patienceMs)));
    try {
      return await Promise.race([work, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async apply(step: Step): Promise<void> {
    const stream = this.server.streamOf('anna');
    switch (step.do) {
      case 'frame':
        return stream.inject(this.filled(step.frame));
      case 'archive':
        return void stream.account.archive.add(this.filled(step.message), new Date(Date.now()).toISOString());
      case 'while-reading':
        return void this.whileReading.push(step.frame);
      case 'cut':
        return this.reconnect(() => stream.line.cut());
      case 'renew':
        return this.reconnect(() => {
          stream.end();
          stream.line.cut();
        });
      case 'over':
        return this.reconnect(() => {
          stream.end();
          stream.line.send(step.frame);
          if (!step.frame.startsWith('<close')) stream.line.send('<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>');
        });
      case 'agent':
        return this.act(step);
    }
  }

  /** What the host must come back from by itself. */
  private async reconnect(interrupt: () => void): Promise<void> {
    const { line } = this.server.streamOf('anna');
    const isBack = new Promise<'new' | 'resumed'>((resolve) => {
      this.server.onStream = (stream, how) => {
        if (!stream.account.jid.startsWith('anna@')) return;
        stream.asksEach = false;
        resolve(how);
      };
    });
    // The last that a host asks for before it says that it is connected: its name on a new stream, an answer on one that was resumed.
    const isUpToDate = isBack.then((how) => new Promise<void>((resolve) => {
      this.noteRequest = (payload) => void (payload === (how === 'new' ? 'vCard' : 'ping') && resolve());
    })); // prettier-ignore
    const gone = new Promise<void>((resolve) => line.whenClosed(resolve));
    interrupt();
    await this.inTime(gone, 'the host noticed that its connection was over');
    // It tries again after a moment, or as soon as the browser is online.
    const hurry = setInterval(() => dispatchEvent(new Event('online')), 1);
    try {
      await this.inTime(isBack, 'the host connected again');
      await this.inTime(isUpToDate, 'the host was up to date again');
      await this.inTime(this.untilConnected(), 'the host said that it was connected');
    } finally {
      clearInterval(hurry);
    }
  }

  private untilConnected(): Promise<unknown> {
    return this.anna.until(({ connection }) => connection.status === 'connected', 'connected', PATIENCE_MS);
  }

  private async act({ act, nth }: Extract<Step, { do: 'agent' }>): Promise<void> {
    const { commands } = this.anna.workspace;
    const { sessions = [], calls = [] } = this.overview ?? {};
    const sessionId = sessions[nth % (sessions.length || 1)]?.id ?? 'none';
    const callId = calls[nth % (calls.length || 1)]?.id ?? 'none';
    switch (act) {
      case 'send':
        return void (await commands.send({ sessionId, messageId: crypto.randomUUID(), body: 'Well.' }));
      case 'setTyping':
        return void (await commands.setTyping({ sessionId, isTyping: nth % 2 === 0 }));
      case 'acceptCall':
      case 'rejectCall':
      case 'endCall':
        return void (await commands[act]({ callId }));
      default:
        return void (await commands[act]({ sessionId }));
    }
  }

  /** The next stanza is heard, and what was sent is acknowledged as the server counts it. */
  private async checkHearing(): Promise<void> {
    const stream = this.server.streamOf('anna');
    const { line } = stream;
    const answer = stream.ask('<ping xmlns="urn:xmpp:ping"/>');
    await this.inTime(Promise.race([answer, new Promise<void>((resolve) => line.whenClosed(resolve))]), 'the next stanza was heard');
    if (!line.isOpen) throw new Fault('The host ended its connection');
    await this.inTime(stream.settled(), 'what was sent was acknowledged');
    const [miscount] = stream.miscounts;
    if (miscount !== undefined) throw new Fault(`The host miscounts: ${miscount}`);
  }

  /** Anna and Ben have nothing open any more. */
  private async clearDesks(): Promise<void> {
    // Whatever was said in his name, he is there.
    const { presence } = this.server.streamOf('ben');
    this.server.streamOf('anna').inject(presence);
    for (const desk of [this.anna, this.ben]) {
      const { commands } = desk.workspace;
      const { sessions, calls } = await desk.until(() => true, 'an overview', PATIENCE_MS);
      for (const { id, state } of calls) await (state.status === 'invited' ? commands.rejectCall({ callId: id }) : commands.endCall({ callId: id }));
      for (const { id, state } of sessions) {
        if (state.status === 'invited') await commands.reject({ sessionId: id });
        if (state.status === 'inviting') await commands.cancelInvitation({ sessionId: id });
        if (state.status === 'connected') await commands.endSession({ sessionId: id });
        await commands.markDone({ sessionId: id });
      }
    }
  }

  /** Ben invites Anna, who accepts; each says something that the other sees. */
  private async talk(): Promise<void> {
    const sessionId = crypto.randomUUID();
    const invited = await this.ben.workspace.commands.invite({ sessionId, target: this.anna.jid });
    if (invited.refused) throw new Fault(`Ben may not invite Anna: ${invited.refused}`);
    const isIt = (status: string) => (overview: Overview) => overview.sessions.some(({ id, state }) => id === sessionId && state.status === status);
    await this.anna.until(isIt('invited'), 'Anna is invited by Ben', PATIENCE_MS);
    await this.anna.workspace.commands.accept({ sessionId });
    await Promise.all([this.anna.until(isIt('connected'), 'Anna is connected with Ben', PATIENCE_MS), this.ben.until(isIt('connected'), 'Ben is connected with Anna', PATIENCE_MS)]);
    await this.ben.workspace.commands.send({ sessionId, messageId: `b-${sessionId}`, body: 'Is it a duplicate?' });
    await this.anna.messages(sessionId, 1, PATIENCE_MS);
    await this.anna.workspace.commands.send({ sessionId, messageId: `a-${sessionId}`, body: 'Looking.' });
    await this.ben.messages(sessionId, 2, PATIENCE_MS);
    this.sessionId = sessionId;
  }

  /** A new view is told everything, and its command is answered. */
  private async checkView(): Promise<void> {
    const view = this.anna.openView();
    const { sessionId } = this;
    const queries = [{ kind: 'overview' }, { kind: 'targets', search: '', filter: 'all', first: 0, count: 200 }, { kind: 'history', search: '', filter: 'all', first: 0, count: 200 }, { kind: 'transcript', sessionId, last: 100 }, { kind: 'account' }] as const;
    await Promise.all(
      queries.map((query) => this.inTime(new Promise<void>((resolve) => view.subscribe(query, (slice) => {
        this.look(query.kind, slice);
        resolve();
      })), `a new view had its ${query.kind}`)), // prettier-ignore
    );
    const { refused } = await this.inTime(view.commands.saveDraft({ sessionId, text: 'x' }), 'a command was answered');
    if (refused) throw new Fault(`A command was refused: ${refused}`);
    view.close();
  }

  private watch(view: RemoteWorkspace): void {
    view.subscribe({ kind: 'overview' }, (slice) => {
      this.overview = slice;
      this.look('overview', slice);
    });
    view.subscribe({ kind: 'targets', search: '', filter: 'all', first: 0, count: 200 }, (slice) => this.look('targets', slice));
    view.subscribe({ kind: 'history', search: '', filter: 'all', first: 0, count: 50 }, (slice) => this.look('history', slice));
  }

  private look(kind: string, slice: unknown): void {
    const found = shownOfNobody(kind, slice);
    if (found !== undefined) this.faults.push(found);
  }

  private sendWhileReading(stream: ServerStream, queryId: string): void {
    if (!stream.account.jid.startsWith('anna@')) return;
    this.openQuery = queryId;
    for (const frame of this.whileReading.splice(0)) stream.inject(this.filled(frame));
  }

  private filled(text: string): string {
    const [anna, ben] = [this.server.streamOf('anna').jid, this.server.streamOf('ben').jid];
    return text.replaceAll('%ANNA%', anna).replaceAll('%BEN%', ben).replaceAll('%SESSION%', this.sessionId).replaceAll('%QUERY%', this.openQuery).replaceAll('%IQ%', this.openRequest);
  }
}

function usedBytes(): number {
  // Only Chromium has it; TypeScript doesn't know it.
  const { memory } = performance as { memory?: { usedJSHeapSize: number } };
  return memory?.usedJSHeapSize ?? 0;
}
