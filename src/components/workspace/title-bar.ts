import { msg } from '@lit/localize';
import commentDiscussion from '@vscode/codicons/src/icons/comment-discussion.svg';
import history from '@vscode/codicons/src/icons/history.svg';
import listUnordered from '@vscode/codicons/src/icons/list-unordered.svg';
import settingsGear from '@vscode/codicons/src/icons/settings-gear.svg';
import { html, nothing, type TemplateResult } from 'lit';
import { icon } from '../kit/icon.ts';
import './own-status.ts';
import type { ShortcutModifiers } from '../../model/shortcut-modifiers.ts';
import { shortcutWith, withShortcut } from '../../words/shortcut-keys.ts';
import { withWaiting } from '../../words/waiting-text.ts';

/** What the title bar shows and does. */
export interface TitleBar {
  readonly isSignedIn: boolean;
  /** Whether the title bar is the Gadget view's, which has no Interaction window to switch to, and no My History. */
  readonly isGadget: boolean;
  readonly isInteractionShown: boolean;
  readonly isHistoryShown: boolean;
  readonly shortcuts: ShortcutModifiers;
  /** What waits for the agent. */
  readonly waiting: number;
  readonly switchView: () => void;
  readonly toggleHistory: () => void;
  readonly openSettings: () => void;
}

/** The title bar of the workspace. */
export function renderTitleBar(bar: TitleBar): TemplateResult {
  const hasWindow = bar.isSignedIn && !bar.isGadget;
  return html`<header class="title">
    ${hasWindow ? renderSwitch(bar) : nothing}
    <span class="logo">${icon(commentDiscussion)}</span>
    <h1>Backchannel</h1>
    <span class="grow"></span>
    ${bar.isSignedIn ? html`<backchannel-own-status-view></backchannel-own-status-view>` : nothing}
    ${hasWindow ? renderHistoryButton(bar) : nothing}
    ${
      bar.isSignedIn
        ? html`<button class="icon-button settings" aria-label=${msg('Settings')} title=${msg('Settings')} @click=${bar.openSettings}>${icon(settingsGear)}</button>`
        : nothing
    }
  </header>`;
}

function renderSwitch({ isInteractionShown, waiting: count, switchView }: TitleBar): TemplateResult {
  const label = isInteractionShown ? msg('Show Team Communicator') : msg('Show Interactions');
  return html`<button class="icon-button switch" aria-label=${withWaiting(label, count)} title=${label} @click=${switchView}>
    ${icon(isInteractionShown ? listUnordered : commentDiscussion)}
    ${count > 0 ? html`<span class="badge" aria-hidden="true">${count}</span>` : nothing}
  </button>`;
}

function renderHistoryButton({ isHistoryShown, shortcuts, toggleHistory }: TitleBar): TemplateResult {
  const shortcut = shortcutWith('H', shortcuts);
  return html`<button
    class="icon-button history"
    aria-label=${msg('My History')}
    title=${withShortcut(msg('My History'), shortcut)}
    aria-keyshortcuts=${shortcut?.aria ?? nothing}
    aria-pressed=${isHistoryShown}
    @click=${toggleHistory}
  >
    ${icon(history)}
  </button>`;
}
