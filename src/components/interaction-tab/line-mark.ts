import { msg } from '@lit/localize';
import debugPause from '@vscode/codicons/src/icons/debug-pause.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';
import { isActiveCall } from '../../model/call/active-call.ts';
import type { Overview } from '../../model/workspace.ts';
import { callOfInteraction, callOfSession, isHeld, isLeftOnHold } from '../../model/desk/call-lists.ts';
import { mediumIcon } from '../../words/consultation-text.ts';
import type { InteractionTab } from '../../model/desk/interaction-tabs.ts';

/** How the tab or row of an interaction marks its call: by an icon, and by words at the end of its name. */
export interface LineMark {
  /** `left` means that the contact has been on hold for long while nobody is being asked about them. */
  readonly kind: 'talking' | 'held' | 'left';
  /** The icon; undefined where the tab's own icon says it already. */
  readonly shape?: string;
  readonly words: string;
}

/** The mark of an interaction that has a call, or whose contact is on hold. */
export function lineMark(tab: InteractionTab, overview: Overview | undefined): LineMark | undefined {
  const held: LineMark = { kind: 'held', shape: debugPause, words: msg('on hold') };
  if (tab.of === 'interaction' && isHeld(tab.interaction))
    return isLeftOnHold(tab.interaction, overview) ? { kind: 'left', shape: warning, words: msg('left on hold') } : held;

  const call = tab.of === 'interaction' ? callOfInteraction(tab.interaction, overview) : callOfSession(tab.id, overview);
  if (!call || !isActiveCall(call)) return undefined;

  return call.heldSince !== undefined
    ? held
    : { kind: 'talking', words: msg('on a call'), ...(tab.of === 'session' ? { shape: mediumIcon('voice') } : {}) };
}
