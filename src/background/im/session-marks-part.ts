import { lazily } from '../../model/lazily.ts';
import type { ImSession } from '../../model/session/im-session.ts';
import type { Step } from '../../model/session/session-step.ts';
import type { MessagingStream } from '../stream/messaging-port.ts';
import type { SessionMarks, SessionMarksOptions } from './session-marks.ts';

type MarksStream = Pick<MessagingStream, 'openSessionMarks'>;

/** What the agent's browsers tell each other of sessions. Its code is loaded when the desk is up to date, because the first list doesn't need it. */
export class SessionMarksPart {
  #marks: SessionMarks | undefined;
  readonly #load = lazily(async () => {
    const { SessionMarks } = await import('./session-marks.ts');
    return (this.#marks ??= await SessionMarks.open(this.options));
  });

  constructor(private readonly options: SessionMarksOptions) {}

  /** To be called when the agent has done something with a session. What the wire says to their other browsers anyway isn't told once more. */
  note(before: ImSession, { session, effects }: Step): void {
    const isSaid = effects.some((effect) => effect.type === 'send' && effect.signal.type === 'displayed') && before.isDisplayed;
    if (!isSaid) this.#load().then((marks) => marks.note(session), this.options.log.noting('session-marks-not-loaded'));
  }

  settle(session: ImSession): void {
    this.#marks?.settle(session);
  }

  /** To be called when a stream begins. A resumed one may bring marks at once. */
  join(stream: MarksStream): void {
    const marks = this.#marks;
    if (marks) stream.openSessionMarks().then((exchange) => marks.hearFrom(exchange), this.options.log.noting('session-marks-not-loaded'));
  }

  /** To be called when the account is up to date on a stream. */
  async follow(stream: MarksStream, how: 'resumed' | 'new'): Promise<void> {
    try {
      const [marks, exchange] = await Promise.all([this.#load(), stream.openSessionMarks()]);
      await marks.follow(exchange, how);
    } catch {
      // The server keeps no nodes, or the connection was lost. Each browser is on its own until the next stream.
      this.options.log.note('session-marks-not-read');
    }
  }
}
