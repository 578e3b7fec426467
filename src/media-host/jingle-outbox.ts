import type { JingleAnswer, JingleRequest } from '../channel/media-host.ts';

/** The error that stands for a session host that is away: its worker was stopped, or its server can't be reached. */
const AWAY = 'remote-server-timeout';

/** Sends a call's Jingle requests. While the session host is away they wait, in their order, because the sound goes on without it. */
export class JingleOutbox {
  #away: Promise<void> | undefined;
  #isOver = false;

  constructor(
    private readonly sendJingle: (request: JingleRequest) => Promise<JingleAnswer>,
    private readonly sendAgainMs: number,
  ) {}

  /** @returns the peer's answer, and whether the request was sent more than once, so that the peer may have had it before */
  async send(request: JingleRequest): Promise<{ readonly answer: JingleAnswer; readonly isRepeated: boolean }> {
    for (let isRepeated = false; ; isRepeated = true) {
      // Otherwise the request leaves at once, before the browser begins with what follows.
      if (this.#away) await this.#away;
      const answer = await this.sendJingle(request);
      if (answer.error?.condition !== AWAY || this.#isOver) return { answer, isRepeated };
      this.#away ??= new Promise<void>((resolve) => setTimeout(resolve, this.sendAgainMs)).then(() => void (this.#away = undefined));
    }
  }

  /** Gives up the requests that haven't reached the session host by now. */
  close(): void {
    this.#isOver = true;
  }
}
