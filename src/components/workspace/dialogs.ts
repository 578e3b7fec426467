import { html, type TemplateResult } from 'lit';
import type { WindowActions } from './shortcuts.ts';

/** The workspace's dialogs, which are loaded when they are first opened. */
export function renderDialogs(lang: string, openAllSettings: (() => void) | undefined, actions: WindowActions): TemplateResult {
  return html`<backchannel-command-palette lang=${lang} .actions=${actions}></backchannel-command-palette>
    <backchannel-records-dialog lang=${lang}></backchannel-records-dialog>
    <backchannel-settings-dialog lang=${lang} .openAllSettings=${openAllSettings}></backchannel-settings-dialog>`;
}

export async function openPalette(root: ParentNode): Promise<void> {
  await import('./command-palette.ts');
  await root.querySelector('backchannel-command-palette')?.show();
}

export async function openSettings(root: ParentNode): Promise<void> {
  await import('../settings/settings-dialog.ts');
  await root.querySelector('backchannel-settings-dialog')?.show();
}

/** Opens the records of consultations that the contact service hasn't taken. */
export async function openRecords(root: ParentNode): Promise<void> {
  await import('../unsent-records/records-dialog.ts');
  await root.querySelector('backchannel-records-dialog')?.show();
}
