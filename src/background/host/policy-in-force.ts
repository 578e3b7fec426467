import { asInForce, NO_POLICY, type Policy } from '../../model/policy.ts';
import { getPageDecisions, putPageDecisions } from '../../storage/policy-store.ts';
import { type PageDecided, pageDecisionsOf } from './desk/page-decisions.ts';

/** Where the organisation's policy comes from. */
export interface PolicySource {
  read(): Promise<Policy>;
  onChange(listener: () => void): void;
}

/** The organisation's policy or, where there is none, what the page that embeds the widget has decided. */
export class PolicyInForce {
  #current = NO_POLICY;

  /** @param profile The name under which the page's decisions are stored */
  constructor(
    private readonly profile: string,
    private readonly source: PolicySource | undefined,
  ) {}

  /** As it was read last. */
  get current(): Policy {
    return this.#current;
  }

  /** @throws StorageError */
  async read(): Promise<void> {
    this.#current = asInForce((await this.source?.read()) ?? { ...NO_POLICY, ...pageDecisionsOf(await getPageDecisions(this.profile)) });
  }

  /**
   * Stores what the page decides. It may decide only where there is no policy.
   * @returns whether it may
   * @throws StorageError
   */
  async decideByPage(decisions: PageDecided): Promise<boolean> {
    if (this.source) return false;
    this.#current = { ...this.#current, ...decisions };
    await putPageDecisions(this.profile, decisions);
    await this.read();
    return true;
  }
}
