import type { Query, Slices } from '../../../channel/contract.ts';
import { lazily } from '../../../model/lazily.ts';
import { isDeskInUse } from '../../../storage/desk-count.ts';
import type { Desk } from './desk.ts';
import type { DeskAccount } from './desk-account.ts';
import type { loadDeskCode } from './desk-code.ts';
import type { DeskQuery } from './open-desk.ts';

/** How long after the first list an empty desk is opened that nothing has asked for. */
const SOON_MS = 1_000;

type LoadCode = typeof loadDeskCode;

export interface DeskPartOptions {
  readonly account: () => DeskAccount;
  readonly loadCode: LoadCode;
  /** Called when the desk has been opened, before views are told. */
  readonly onOpen: (desk: Desk) => void;
}

/** An account's desk. Most days begin with an empty one, which is opened with the first thing that comes to it. */
export class DeskPart {
  #opened: { readonly desk: Desk; readonly answerOf: Awaited<ReturnType<LoadCode>>['answerOf'] } | undefined;
  #isStopped = false;
  /** Whether an answer has failed, so that views have to be told once the desk is open. */
  #hasFailed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Opens it. Whoever asks after that failed tries again. @throws StorageError, and the browser's error when the code can't be loaded */
  readonly load = lazily(async () => {
    const { Desk, answerOf } = await this.options.loadCode();
    const desk = await Desk.open(this.options.account());
    if (this.#isStopped) {
      await desk.stop();
      throw new Error('The account is left');
    }
    this.#opened = { desk, answerOf };
    this.options.onOpen(desk);
    const { changes } = this.options.account().options;
    if (this.#hasFailed) changes.announceAll();
    else changes.announce('overview');
    return desk;
  });

  constructor(private readonly options: DeskPartOptions) {}

  /** The desk, once it is open. */
  get current(): Desk | undefined {
    return this.#opened?.desk;
  }

  /** The answer to a query about what is on it. @param signal aborts when nobody waits for it any more */
  answer(query: Extract<Query, { kind: DeskQuery }>, signal: AbortSignal): Slices[DeskQuery] | Promise<Slices[DeskQuery]> {
    const opened = this.#opened;
    if (opened) return opened.answerOf(opened.desk, query, signal);
    return this.load().then(
      () => this.answer(query, signal),
      (error: unknown) => {
        this.#hasFailed = true;
        throw error;
      },
    );
  }

  /** Opens it at once if anything is on it. If its code can't be loaded, it is opened soon. @throws StorageError */
  async openIfInUse(): Promise<void> {
    if (!(await isDeskInUse(this.options.account().database))) return;
    const isLoaded = await this.options.loadCode().then(
      () => true,
      () => false,
    );
    if (isLoaded) await this.load();
    else this.loadSoon();
  }

  /** Opens it a moment later, so that an agent's first step doesn't wait for it. */
  loadSoon(): void {
    if (this.#opened || this.#isStopped) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.load().catch(() => {
        this.options.account().options.log.note('desk-not-loaded');
        this.loadSoon();
      });
    }, SOON_MS);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.current?.stop();
  }
}
