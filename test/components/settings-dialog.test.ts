import { expect, waitUntil } from '@open-wc/testing';
import { html } from 'lit';
import '../../src/components/settings-dialog.ts';
import type { SettingsDialog } from '../../src/components/settings-dialog.ts';
import { deepHas, deepQuery, deskFixture, type Desk } from './desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from './element-contract.ts';
import { sampleOverview } from './samples.ts';

const TEMPLATE = html`<backchannel-settings-dialog></backchannel-settings-dialog>`;

async function open({ element, workspace }: Desk<HTMLElement>): Promise<void> {
  workspace.push('overview', sampleOverview());
  await (element as SettingsDialog).show();
  await rendered();
}

describe('backchannel-settings-dialog', () => {
  itKeepsTheElementContract('backchannel-settings-dialog', () => TEMPLATE, open);

  it('changes a time-out in seconds, and says when it is out of range', async () => {
    const desk = await deskFixture<SettingsDialog>(TEMPLATE);
    await open(desk);
    const field = deepQuery<HTMLElement & { value: string }>(desk.element, 'vscode-textfield');
    field.value = '0';
    field.dispatchEvent(new Event('change'));
    await waitUntil(() => deepQuery(desk.element, '[role="status"]').textContent === 'Enter whole seconds from 1 to 600.');
    field.value = '90';
    field.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ invitationTimeoutMs: 90_000 }]);
  });

  it('turns the sound on', async () => {
    const desk = await deskFixture<SettingsDialog>(TEMPLATE);
    await open(desk);
    const box = deepQuery<HTMLElement & { checked: boolean }>(desk.element, 'vscode-checkbox[label="Sound"]');
    box.checked = true;
    box.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ isSoundOn: true }]);
  });

  it('keeps the text off the desktop', async () => {
    const desk = await deskFixture<SettingsDialog>(TEMPLATE);
    await open(desk);
    const box = deepQuery<HTMLElement & { checked: boolean }>(desk.element, 'vscode-checkbox[label="Message text in desktop notifications"]');
    expect(box.checked).to.be.true;
    box.checked = false;
    box.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ isTextOnDesktop: false }]);
  });

  it('closes with its button', async () => {
    const desk = await deskFixture<SettingsDialog>(TEMPLATE);
    await open(desk);
    deepQuery(desk.element, '[aria-label="Close"]').click();
    expect(deepHas(desk.element, 'dialog[open]')).to.be.false;
  });
});
