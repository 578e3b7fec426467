import { type AgentStatus, isChoosable, type OwnStatus } from '../../../model/agent.ts';
import { type Policy, settingsInForce } from '../../../model/policy.ts';
import type { OwnSettings, Settings } from '../../../model/settings.ts';
import { putFact } from '../../../storage/account-facts.ts';
import type { Journal } from '../../../storage/journal.ts';
import type { Changes } from '../../events/changes.ts';

export interface OwnChoicesOptions {
  readonly journal: Pick<Journal, 'write'>;
  readonly changes: Pick<Changes, 'announce'>;
  readonly policy: () => Policy;
  /** The clock, milliseconds since the epoch. */
  readonly now: () => number;
  /** Called when the agent has chosen another status. */
  readonly onStatus: (status: OwnStatus, before: OwnStatus) => void;
  /** Called when the agent has chosen another microphone or speaker. */
  readonly onDevices: () => void;
}

/** What the agent has chosen for their desk: their status and their settings. */
export class OwnChoices {
  constructor(
    private ownStatus: OwnStatus,
    private ownSettings: OwnSettings,
    private readonly options: OwnChoicesOptions,
  ) {}

  get status(): OwnStatus {
    return this.ownStatus;
  }

  /** The settings in force: the policy's, and where it sets none the agent's own. */
  get settings(): Settings {
    return settingsInForce(this.ownSettings, this.options.policy());
  }

  setStatus({ availability, reason }: OwnStatus): void {
    this.#takeStatus({ availability, ...(reason === undefined ? {} : { reason }), chosenAt: this.options.now() });
  }

  /** Takes over what the agent has chosen in another browser, if it is the later choice. */
  followStatus(status: AgentStatus, chosenAt: number): void {
    const { availability, reason } = status;
    if (!isChoosable(availability) || chosenAt <= (this.ownStatus.chosenAt ?? -Infinity)) return;
    this.#takeStatus({ availability, ...(reason === undefined ? {} : { reason }), chosenAt });
  }

  #takeStatus(status: OwnStatus): void {
    const before = this.ownStatus;
    this.ownStatus = status;
    this.options.journal.write(putFact('status', status));
    this.options.changes.announce('overview');
    this.options.onStatus(status, before);
  }

  changeSettings(change: Partial<Settings>): void {
    this.ownSettings = { ...this.ownSettings, ...change };
    this.options.journal.write(putFact('settings', this.ownSettings));
    this.options.changes.announce('overview');
    if ('microphoneId' in change || 'speakerId' in change) this.options.onDevices();
  }
}
