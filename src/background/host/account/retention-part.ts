import type { Policy } from '../../../model/policy.ts';
import type { Log } from '../../events/log.ts';
import type { Retention, RetentionDesk } from './retention.ts';

/** Has what is older than the policy lets be kept deleted. The code for it is loaded where a policy says so. */
export class RetentionPart {
  #loading: Promise<Retention> | undefined;
  #isStopped = false;

  /** @param openDesk Opens what is deleted from */
  constructor(
    private readonly account: { readonly policy: Policy; readonly options: { readonly now: () => number } },
    private readonly openDesk: () => Promise<RetentionDesk>,
    private readonly log: Log,
  ) {}

  /** To be called when the policy may have changed. */
  follow(): void {
    const { policy, options } = this.account;
    if (policy.retentionDays === undefined && !this.#loading) return;
    this.#loading ??= this.#load({ log: this.log, now: options.now });
    this.#loading.then((retention) => this.#isStopped || retention.follow(), this.log.noting('retention-not-loaded'));
  }

  stop(): void {
    this.#isStopped = true;
    this.#loading?.then(
      (retention) => retention.stop(),
      () => undefined,
    );
  }

  async #load(options: ConstructorParameters<typeof Retention>[1]): Promise<Retention> {
    const [{ Retention }, desk] = await Promise.all([import('./retention.ts'), this.openDesk()]);
    return new Retention(desk, options);
  }
}
