import type { OwnStatus } from '../../../model/agent.ts';
import type { Presence } from '../../directory/presence.ts';
import type { MessagingStream } from '../../stream/messaging-port.ts';
import type { DeskPart } from '../desk/desk-part.ts';

/** For how long presence may come when the server has answered what came after the question: ejabberd has each colleague's session answer by itself. */
const TELLING_MS = 1_000;

interface PresenceHearingOptions {
  readonly presence: Pick<Presence, 'isTold' | 'expectAll' | 'settle'>;
  readonly desk: Pick<DeskPart, 'current'>;
  /** What the agent has chosen. */
  readonly status: () => OwnStatus;
  /** The stream to the messaging server, while there is one. */
  readonly stream: () => Pick<MessagingStream, 'ping'> | undefined;
}

/** Waits until the server has told who is there. It tells of nobody that they are logged off, nor when it has told of all others. */
export class PresenceHearing {
  #hearing = Promise.resolve();
  /** Counts what was begun. Only the last counts, because the server may tell everything anew since. */
  #turn = 0;
  /** Ends the wait of what was begun before. */
  #endWait = (): void => undefined;

  constructor(private readonly options: PresenceHearingOptions) {}

  /** To be called when the server may have been asked who is there. */
  begin(): void {
    const stream = this.options.stream();
    if (!stream || this.options.presence.isTold || isLoggedOff(this.options.status())) return;
    this.#hearing = this.#hear(stream);
    this.#hearing.catch(() => undefined /* The stream has ended, and the next one is asked. */);
  }

  /** To be called when the agent has chosen another status. The server tells nothing to an agent who is logged off, and all to one who comes back. */
  followStatus(...statuses: readonly OwnStatus[]): void {
    if (statuses.some(isLoggedOff)) this.options.presence.expectAll();
    this.begin();
  }

  /** Resolves when the server has told who is there, as far as it knows until now. */
  whenTold(): Promise<unknown> {
    return this.options.presence.isTold ? (this.options.stream()?.ping() ?? Promise.resolve()) : this.#hearing;
  }

  async #hear(stream: Pick<MessagingStream, 'ping'>): Promise<void> {
    const { presence, desk } = this.options;
    const turn = (this.#turn += 1);
    this.#endWait();
    await stream.ping();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, TELLING_MS);
      this.#endWait = () => (clearTimeout(timer), resolve());
    });
    if (turn !== this.#turn || this.options.stream() !== stream || isLoggedOff(this.options.status())) return;
    presence.settle();
    desk.current?.im.deadlines.notePeers();
  }
}

const isLoggedOff = ({ availability }: OwnStatus) => availability === 'logged-off';
