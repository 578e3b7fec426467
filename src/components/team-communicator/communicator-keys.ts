import type { InternalTarget } from '../../model/internal-target.ts';
import type { ActiveRowController } from '../kit/active-row-controller.ts';
import type { CommunicatorSelection } from './communicator-selection.ts';
import type { TargetActions } from './target-actions.ts';
import type { SessionId } from '../../model/ids.ts';

/** What the keys in the Team Communicator's search field act on. */
export interface CommunicatorKeyTargets {
  readonly field: HTMLInputElement;
  readonly selection: CommunicatorSelection;
  /** The rows of the internal targets. */
  readonly rows: ActiveRowController<InternalTarget>;
  readonly actions: TargetActions;
  readonly openMenu: (target: InternalTarget) => void;
  readonly openConsultationMenu: (sessionId: SessionId) => void;
  /** Goes one step back. @returns whether there was a step to go back */
  readonly leave: () => boolean;
}

/** Does what a key in the Team Communicator's search field asks. Keys that it doesn't know go to the field. */
export function handleCommunicatorKey(event: KeyboardEvent, targets: CommunicatorKeyTargets): void {
  const key = event.shiftKey && event.key === 'F10' ? 'ContextMenu' : event.key;
  const isModified = event.ctrlKey || event.metaKey || event.altKey;
  if (event.isComposing || (isModified && !((key === 'd' || key === 'Enter') && event.ctrlKey && !event.altKey))) return;

  if (targets.selection.move(key) || handle(key, event, targets)) event.preventDefault();
}

function handle(
  key: string,
  { ctrlKey: isCtrl, shiftKey: isShift }: KeyboardEvent,
  { field, selection, rows, actions, ...targets }: CommunicatorKeyTargets,
): boolean {
  const { consultation, targetIndex } = selection;
  switch (key) {
    case 'Enter':
      if (!consultation) rows.act(begin);
      else if (isCtrl) {
        const { peer: jid, peerName: name } = consultation;
        actions.consultByVoice({ jid, name, status: { availability: 'unknown' } });
      } else {
        // Enter alone doesn't put the contact on hold. It opens the Action menu, whose first item does.
        targets.openConsultationMenu(consultation.id);
      }
      return true;
    case 'd':
      if (!isCtrl || targetIndex < 0) return false;

      rows.act((target) => actions.toggleFavorite(target));
      return true;
    case 'ArrowRight':
      return isAtEnd(field) && openMenu();
    case 'ContextMenu':
      return openMenu();
    case 'Escape':
      return targets.leave();
    default:
      return false;
  }

  function begin(target: InternalTarget): void {
    if (isCtrl) actions.speakTo(target);
    else if (isShift && target.kind === 'agent' && !actions.isConsulting) actions.writeFirst(target);
    else actions.run(target);
  }

  function openMenu(): boolean {
    if (consultation) {
      targets.openConsultationMenu(consultation.id);
      return true;
    }
    if (targetIndex < 0) return false;

    rows.act((target) => targets.openMenu(target));
    return true;
  }
}

/** Whether the cursor is at the field's end, where an arrow to the right doesn't move it. */
function isAtEnd({ value, selectionStart, selectionEnd }: HTMLInputElement): boolean {
  return selectionStart === selectionEnd && selectionEnd === value.length;
}
