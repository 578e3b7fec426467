import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { pendingCount } from '../../model/desk/session-lists.ts';
import type { Overview } from '../../model/workspace.ts';
import { renderSideBar } from './side-bar.ts';

/** What the desk of an agent who is signed in shows. */
export interface Desk {
  readonly overview: Overview;
  /** Whether this is the Gadget view, which has everything but the Interaction window. */
  readonly isGadget: boolean;
  readonly isHistoryShown: boolean;
  readonly leaveHistory: () => void;
}

/** The parts of the workspace between its bars. Another agent gets new elements, so that nothing that was typed or searched stays. */
export function renderDesk({ overview, isGadget, isHistoryShown, leaveHistory }: Desk): unknown {
  return keyed(
    overview.me?.jid,
    html`
      ${renderSideBar({ pendingCount: pendingCount(overview), isHidden: isHistoryShown })}
      ${
        isGadget
          ? nothing
          : html`<backchannel-interaction-window ?hidden=${isHistoryShown} role="main" aria-label=${msg('Interaction window')}></backchannel-interaction-window>`
      }
      ${
        isHistoryShown
          ? html`<backchannel-my-history role="main" aria-label=${msg('My History')} .leave=${leaveHistory}></backchannel-my-history>`
          : nothing
      }
    `,
  );
}
