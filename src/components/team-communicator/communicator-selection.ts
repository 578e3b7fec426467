import type { ReactiveControllerHost } from 'lit';
import type { InternalTarget } from '../../model/internal-target.ts';
import type { ImSessionView } from '../../model/workspace.ts';
import type { ActiveRowController } from '../kit/active-row-controller.ts';
import { movedIndex } from '../kit/list-keys.ts';

export interface CommunicatorSelectionOptions {
  /** The active consultations on top. There are none if the Team Communicator wasn't opened for a consultation. */
  readonly consultations: () => readonly ImSessionView[];
  /** The rows of the internal targets. */
  readonly targets: ActiveRowController<InternalTarget>;
  readonly targetCount: () => number;
  readonly pageLength: () => number;
}

/**
 * The one row that the Team Communicator's keys act on: one of the active consultations or, below them, of the internal targets. Unless the agent
 * searches or filters, it is a consultation that goes on (help page, "default selection").
 */
export class CommunicatorSelection {
  /** The id of the consultation that is selected. Empty: the default one. Undefined: the selection is among the targets. */
  #chosen: string | undefined = '';

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly options: CommunicatorSelectionOptions,
  ) {}

  /** The consultation that is selected. */
  get consultation(): ImSessionView | undefined {
    if (this.#chosen === undefined) return undefined;

    const sessions = this.options.consultations();
    return sessions.find(({ id }) => id === this.#chosen) ?? sessions.find(({ state }) => state.status === 'connected') ?? sessions[0];
  }

  /** The place of the selected target; -1 for none. */
  get targetIndex(): number {
    return this.consultation ? -1 : this.options.targets.index;
  }

  /** Begins anew, as the help page says: with the default consultation, or among the targets. */
  restart(isDefault: boolean): void {
    this.#chosen = isDefault ? '' : undefined;
    this.host.requestUpdate();
  }

  chooseConsultation(id: string): void {
    this.#chosen = id;
    this.host.requestUpdate();
  }

  chooseTarget(index: number): void {
    this.#chosen = undefined;
    this.options.targets.activate(index);
  }

  /** Moves through both lists as if they were one. @returns whether the key moves the selection */
  move(key: string): boolean {
    const sessions = this.options.consultations();
    const { consultation, targetIndex } = this;
    const count = sessions.length;
    const nowhere = key === 'ArrowUp' ? count : count - 1;
    const from = consultation ? sessions.indexOf(consultation) : targetIndex < 0 ? nowhere : count + targetIndex;
    const to = movedIndex(key, from, count + this.options.targetCount() - 1, this.options.pageLength());
    if (to === undefined) return false;

    const chosen = sessions[to];
    if (chosen) this.chooseConsultation(chosen.id);
    else this.chooseTarget(to - count);

    return true;
  }
}
