import type { Desk } from '../host/desk.ts';
import type { ServerEnd } from '../host/server-end.ts';
import type { ServerStream } from '../host/server-stream.ts';
import type { Overview } from '../../src/model/workspace.ts';
import { inTime, PATIENCE_MS } from './patience.ts';
import type { Step } from './step.ts';

/** Performs the steps on Anna's host. */
export class StepTaker {
  /** The session that goes on with Ben. */
  sessionId = '';
  /** The last overview that Anna's view was told. */
  overview: Overview | undefined;
  #whileReading: string[] = [];
  #openQuery = '';
  #openRequest = '';
  #noteRequest: (payload: string) => void = () => undefined;

  constructor(
    private readonly server: ServerEnd,
    private readonly anna: Desk,
  ) {
    server.onArchiveQuery = (stream, queryId) => this.#sendWhileReading(stream, queryId);
    server.onRequest = (stream, id, payload) => {
      if (stream.account.jid !== anna.jid) return;
      this.#openRequest = id;
      this.#noteRequest(payload);
    };
  }

  async take(step: Step): Promise<void> {
    const stream = this.server.streamOf('anna');
    switch (step.do) {
      case 'frame':
        return stream.inject(this.#filled(step.frame));
      case 'archive':
        return void stream.account.archive.add(this.#filled(step.message), new Date(Date.now()).toISOString());
      case 'while-reading':
        return void this.#whileReading.push(step.frame);
      case 'cut':
        return this.#reconnect(() => stream.line.cut());
      case 'renew':
        return this.#reconnect(() => {
          stream.end();
          stream.line.cut();
        });
      case 'over':
        return this.#reconnect(() => {
          stream.end();
          stream.line.send(step.frame);
          if (!step.frame.startsWith('<close')) stream.line.send('<close xmlns="urn:ietf:params:xml:ns:xmpp-framing"/>');
        });
      case 'agent':
        return this.#act(step);
    }
  }

  /** Interrupts the connection, and waits until the host has reconnected by itself. */
  async #reconnect(interrupt: () => void): Promise<void> {
    const { line } = this.server.streamOf('anna');
    const isBack = new Promise<'new' | 'resumed'>((resolve) => {
      this.server.onStream = (stream, how) => {
        if (stream.account.jid !== this.anna.jid) return;
        stream.asksEach = false;
        resolve(how);
      };
    });
    // Its last request before it reports that it is connected: its vCard on a new stream, a ping on a resumed one.
    const isUpToDate = isBack.then(
      (how) =>
        new Promise<void>((resolve) => {
          this.#noteRequest = (payload) => void (payload === (how === 'new' ? 'vCard' : 'ping') && resolve());
        }),
    );
    const gone = new Promise<void>((resolve) => line.whenClosed(resolve));
    interrupt();
    await inTime(gone, 'the host noticed that its connection was over');
    // It tries again after a moment, or at once when the browser comes online.
    const hurry = setInterval(() => dispatchEvent(new Event('online')), 1);
    try {
      await inTime(isBack, 'the host connected again');
      await inTime(isUpToDate, 'the host was up to date again');
      await inTime(
        this.anna.until(({ connection }) => connection.status === 'connected', 'connected', PATIENCE_MS),
        'the host said that it was connected',
      );
    } finally {
      clearInterval(hurry);
    }
  }

  async #act({ act, nth }: Extract<Step, { do: 'agent' }>): Promise<void> {
    const { commands } = this.anna.workspace;
    const { sessions = [], calls = [] } = this.overview ?? {};
    const sessionId = sessions[nth % (sessions.length || 1)]?.id ?? 'none';
    const isAnswer = act === 'acceptCall' || act === 'rejectCall';
    const open = calls.filter(({ state }) => (isAnswer ? state.status === 'invited' : state.status !== 'ended'));
    const some = open.length > 0 ? open : calls;
    const callId = some[nth % (some.length || 1)]?.id ?? 'none';
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

  #sendWhileReading(stream: ServerStream, queryId: string): void {
    if (stream.account.jid !== this.anna.jid) return;
    this.#openQuery = queryId;
    for (const frame of this.#whileReading.splice(0)) stream.inject(this.#filled(frame));
  }

  /** The id of the call that rings or goes on. */
  get #callId(): string {
    return this.overview?.calls.find(({ state }) => state.status !== 'ended')?.id ?? 'c1';
  }

  #filled(text: string): string {
    const [anna, ben] = [this.server.streamOf('anna').jid, this.server.streamOf('ben').jid];
    return text
      .replaceAll('%ANNA%', anna)
      .replaceAll('%BEN%', ben)
      .replaceAll('%SESSION%', this.sessionId)
      .replaceAll('%CALL%', this.#callId)
      .replaceAll('%QUERY%', this.#openQuery)
      .replaceAll('%IQ%', this.#openRequest);
  }
}
