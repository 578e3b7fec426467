import { html, type TemplateResult } from 'lit';

/** The workspace's dialogs, which are loaded when they are first opened. */
export function renderDialogs(lang: string, openAllSettings: (() => void) | undefined): TemplateResult {
  return html`<backchannel-records-dialog lang=${lang}></backchannel-records-dialog>
    <backchannel-settings-dialog lang=${lang} .openAllSettings=${openAllSettings}></backchannel-settings-dialog>`;
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
