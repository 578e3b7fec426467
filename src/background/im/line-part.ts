import { lazily } from '../../model/lazily.ts';
import type { Log } from '../events/log.ts';
import type { WaitingLine, WaitingLineOptions } from './waiting-line.ts';

export interface LinePartOptions extends WaitingLineOptions {
  readonly log: Pick<Log, 'noting'>;
}

/** The lines in which the agent waits for groups. Their code is loaded with the first one. */
export class LinePart {
  #line: WaitingLine | undefined;
  #isStopped = false;
  readonly #unfollow: () => void;
  readonly #load = lazily(async () => {
    const { WaitingLine } = await import('./waiting-line.ts');
    if (this.#isStopped) return;
    this.#line = new WaitingLine(this.options);
    this.#line.look();
  });

  constructor(private readonly options: LinePartOptions) {
    this.#unfollow = options.changes.follow('overview', () => this.look());
  }

  /** To be called when the agent may have begun to wait in a line. */
  look(): void {
    if (!this.#line && this.options.im.inLine().length > 0) this.#load().catch(this.options.log.noting('groups-not-loaded'));
  }

  stop(): void {
    this.#isStopped = true;
    this.#unfollow();
    this.#line?.stop();
  }
}
