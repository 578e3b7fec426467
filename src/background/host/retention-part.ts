import type { Retention, RetentionDesk, RetentionOptions } from './retention.ts';

/** Has what is older than the policy lets be kept deleted. The code for it is loaded where a policy says so. */
export class RetentionPart {
  #loading: Promise<Retention> | undefined;
  #isStopped = false;

  constructor(
    private readonly desk: RetentionDesk,
    private readonly options: () => RetentionOptions,
  ) {}

  /** To be called when the policy may have changed. */
  follow(): void {
    if (this.desk.policy.retentionDays === undefined && !this.#loading) return;
    this.#loading ??= import('./retention.ts').then(({ Retention }) => new Retention(this.desk, this.options()));
    this.#loading.then((retention) => this.#isStopped || retention.follow(), this.options().log.noting('retention-not-loaded'));
  }

  stop(): void {
    this.#isStopped = true;
    void this.#loading?.then((retention) => retention.stop());
  }
}
