import type { ImSession } from '../../model/session/im-session.ts';
import type { SessionMark } from '../../model/session/session-mark.ts';
import { doesSupersede, markOf, takeMark } from '../../model/session/session-mark-steps.ts';
import type { SessionId } from '../../model/ids.ts';
import { getFact, putFact } from '../../storage/account-facts.ts';
import type { AccountDatabase } from '../../storage/account-database.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Log } from '../events/log.ts';
import type { SessionMarkExchange } from '../stream/messaging-port.ts';
import type { ImSessions } from './im-sessions.ts';
import type { SessionSteps } from './session-steps.ts';

/** How many marks are kept: some more than the server keeps, so that none is missed that comes before its session. */
const MOST_KEPT = 200;

export interface SessionMarksOptions {
  readonly database: AccountDatabase;
  readonly journal: Journal;
  readonly log: Log;
  readonly now: () => number;
  readonly sessions: Pick<ImSessions, 'open' | 'get'>;
  readonly steps: Pick<SessionSteps, 'applyNow'>;
}

/** Tells the agent's other browsers what was seen, dismissed or marked done here, and does here what was done there. */
export class SessionMarks {
  readonly #marks = new Map<SessionId, SessionMark>();
  /** What the server hasn't taken yet. */
  readonly #untold: Map<SessionId, SessionMark>;
  #isRead = false;
  #exchange: SessionMarkExchange | undefined;
  #telling: Promise<void> | undefined;

  static async open(options: SessionMarksOptions): Promise<SessionMarks> {
    return new SessionMarks(options, (await getFact(options.database, 'untoldMarks')) ?? []);
  }

  private constructor(
    private readonly options: SessionMarksOptions,
    untold: readonly SessionMark[],
  ) {
    this.#untold = new Map(untold.map((mark) => [mark.sessionId, mark]));
  }

  /** To be called when the agent has done something with a session that the wire doesn't tell their other browsers. */
  note(session: ImSession): void {
    const mark = markOf(session, this.options.now());
    if (!mark || !this.#keep(mark)) return;
    this.#untold.set(mark.sessionId, mark);
    this.#store();
    this.#tell();
  }

  /** To be called before a stream is opened, which may bring marks at once. */
  hearFrom(exchange: SessionMarkExchange): void {
    exchange.onMarks = (marks) => this.#hear(marks);
  }

  /** Begins with a stream: takes what the server keeps, unless the stream goes on and has told every change, and tells what it hasn't been told. */
  async follow(exchange: SessionMarkExchange, how: 'resumed' | 'new'): Promise<void> {
    this.hearFrom(exchange);
    if (how === 'new' || !this.#isRead) this.#hear(await exchange.read());
    this.#isRead = true;
    this.#exchange = exchange;
    this.#tell();
  }

  /** To be called when a session has changed, for which a mark may have come before. */
  settle({ id }: ImSession): void {
    const mark = this.#marks.get(id);
    if (!mark) return;
    // The session is still being changed now.
    queueMicrotask(() => this.#take(mark));
  }

  #hear(marks: readonly SessionMark[]): void {
    for (const mark of marks) {
      const untold = this.#untold.get(mark.sessionId);
      if (untold && !doesSupersede(untold, mark)) this.#untold.delete(mark.sessionId);
      if (this.#keep(mark)) this.#take(mark);
    }
    this.#store();
  }

  #take(mark: SessionMark): void {
    const { sessions, steps, now } = this.options;
    const session = sessions.get(mark.sessionId);
    if (session) steps.applyNow(takeMark(session, mark, now()));
  }

  /** @returns whether the mark says more than what is known */
  #keep(mark: SessionMark): boolean {
    if (!doesSupersede(mark, this.#marks.get(mark.sessionId))) return false;
    put(this.#marks, mark);
    return true;
  }

  #tell(): void {
    this.#telling ??= this.#tellAll().finally(() => (this.#telling = undefined));
  }

  /** Tells one after the other. What fails stays for the next stream. */
  async #tellAll(): Promise<void> {
    for (let mark = this.#next(); mark && this.#exchange; mark = this.#next()) {
      const exchange = this.#exchange;
      try {
        await exchange.publish(mark);
      } catch {
        this.options.log.note('session-mark-not-taken');
        if (this.#exchange === exchange) this.#exchange = undefined;
        return;
      }
      if (this.#untold.get(mark.sessionId) === mark) this.#untold.delete(mark.sessionId);
      this.#store();
    }
  }

  #next(): SessionMark | undefined {
    return this.#untold.values().next().value;
  }

  #store(): void {
    const untold = [...this.#untold.values()].slice(-MOST_KEPT);
    this.options.journal.writeLatest('untoldMarks', putFact('untoldMarks', untold.length > 0 ? untold : undefined));
  }
}

/** Puts a mark last, and forgets the oldest where there are too many. */
function put(marks: Map<SessionId, SessionMark>, mark: SessionMark): void {
  marks.delete(mark.sessionId);
  marks.set(mark.sessionId, mark);
  const [oldest] = marks.keys();
  if (marks.size > MOST_KEPT && oldest !== undefined) marks.delete(oldest);
}
