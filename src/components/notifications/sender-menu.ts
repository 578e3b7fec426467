import { msg, str } from '@lit/localize';
import chevronDown from '@vscode/codicons/src/icons/chevron-down.svg';
import ellipsis from '@vscode/codicons/src/icons/ellipsis.svg';
import { html, type TemplateResult } from 'lit';
import type { MenuItem } from '../kit/action-menu.ts';
import { icon } from '../kit/icon.ts';
import type { Sender, SenderMenuHost } from './sender.ts';
import type { SessionId } from '../../model/ids.ts';

/** The button beside a sender that opens the menu of what the agent can do about them. */
export function senderMenuButton(sender: Sender, host: SenderMenuHost): TemplateResult {
  return html`<button
    class="icon-button"
    aria-haspopup="menu"
    aria-label=${msg(str`More for ${sender.name}`)}
    title=${host.canBlock() ? msg('Reject All, Block') : msg('Reject All')}
    @click=${(event: Event) => void openMenu(event, host, ({ senderMenu }) => senderMenu(sender, host))}
  >
    ${icon(ellipsis)}
  </button>`;
}

/** The button that opens the menu of words to reject an invitation with. */
export function rejectionButton(invitation: SessionId, name: string, host: SenderMenuHost): TemplateResult {
  const label = msg(str`Turn Down ${name} with a Word`);
  return html`<button
    class="icon-button"
    aria-haspopup="menu"
    aria-label=${label}
    title=${label}
    @click=${(event: Event) => void openMenu(event, host, ({ rejections }) => rejections(invitation, name, host))}
  >
    ${icon(chevronDown)}
  </button>`;
}

/** Opens a menu. What it is made of is loaded with the first one. */
async function openMenu(
  { currentTarget }: Event,
  host: SenderMenuHost,
  itemsIn: (items: typeof import('./sender-menu-items.ts')) => readonly MenuItem[],
): Promise<void> {
  const items = await import('./sender-menu-items.ts');
  await host.menu().open(currentTarget as HTMLElement, () => itemsIn(items));
}
