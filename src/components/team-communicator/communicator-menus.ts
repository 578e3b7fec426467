import type { InternalTarget } from '../../model/internal-target.ts';
import { targetKeyOf } from '../../model/target-ref.ts';
import type { ActionMenu } from '../kit/action-menu.ts';
import type { ActiveConsultations } from './active-consultations.ts';
import type { TargetActions } from './target-actions.ts';
import type { SessionId } from '../../model/ids.ts';

export interface CommunicatorMenusOptions {
  readonly menu: () => ActionMenu;
  /** The targets that are listed now. */
  readonly rows: () => readonly InternalTarget[];
  readonly consultations: () => ActiveConsultations | null;
  readonly actions: TargetActions;
}

/** Opens the Action menus of the Team Communicator. What they are made of is loaded with the first one. */
export class CommunicatorMenus {
  constructor(private readonly options: CommunicatorMenusOptions) {}

  /** Opens a target's menu, which follows the target while it is open. */
  async openForTarget(target: InternalTarget, anchor: Element): Promise<void> {
    const { menu, rows, actions } = this.options;
    const { targetMenu } = await import('./target-menu.ts');
    const key = targetKeyOf(target);
    let latest = target;
    await menu().open(anchor, () => {
      latest = rows().find((row) => targetKeyOf(row) === key) ?? latest;
      return targetMenu(latest, actions, actions.canMake);
    });
  }

  async openForConsultation(sessionId: SessionId): Promise<void> {
    await import('./active-consultations.ts');
    await this.options.consultations()?.openMenu(sessionId);
  }
}
