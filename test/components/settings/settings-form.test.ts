import { expect } from '@open-wc/testing';
import { html } from 'lit';
import { NO_POLICY } from '../../../src/model/policy.ts';
import { DEFAULT_SETTINGS } from '../../../src/model/settings.ts';
import type { Overview } from '../../../src/model/workspace.ts';
import '../../../src/components/settings/settings-form.ts';
import type { SettingsForm } from '../../../src/components/settings/settings-form.ts';
import { deepQuery, deskFixture, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleOverview } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

// The form is taller than the fixture, so that it needs the theme's background itself.
const TEMPLATE = html`<backchannel-settings-form style="display: block; background: var(--vscode-editor-background)"></backchannel-settings-form>`;

async function open({ workspace }: Desk<HTMLElement>, changes: Partial<Overview> = {}): Promise<void> {
  workspace.push('overview', sampleOverview(changes));
  await rendered();
}

describe('backchannel-settings-form', () => {
  itKeepsTheElementContract('backchannel-settings-form', () => TEMPLATE, open);

  it('changes a time-out in seconds, and says when it is out of range', async () => {
    const desk = await deskFixture<SettingsForm>(TEMPLATE);
    await open(desk);
    const field = deepQuery<HTMLInputElement>(desk.element, '#invitationTimeoutMs');
    expect(field.value).to.equal('60');
    for (const value of ['0', '1,5', '601', '']) {
      field.value = value;
      expect(field.value, 'the field keeps what is typed').to.equal(value);
      field.dispatchEvent(new Event('change'));
      await waitUntil(() => deepQuery(desk.element, '[role="status"]').textContent === 'Enter whole seconds from 1 to 600.');
    }
    field.value = '90';
    field.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ invitationTimeoutMs: 90_000 }]);
  });

  it('turns the sound on', async () => {
    const desk = await deskFixture<SettingsForm>(TEMPLATE);
    await open(desk);
    const box = deepQuery<HTMLInputElement>(desk.element, '#isSoundOn');
    box.checked = true;
    box.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ isSoundOn: true }]);
  });

  it('has no text on the desktop unless the agent turns it on', async () => {
    const desk = await deskFixture<SettingsForm>(TEMPLATE);
    await open(desk);
    const box = deepQuery<HTMLInputElement>(desk.element, '#isTextOnDesktop');
    expect(box.checked).to.be.false;
    box.checked = true;
    box.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ isTextOnDesktop: true }]);
  });

  it('changes after how many minutes the desk is locked, and says when they are out of range', async () => {
    const desk = await deskFixture<SettingsForm>(TEMPLATE);
    await open(desk, { settings: { ...DEFAULT_SETTINGS, lockAfterMinutes: 5 } });
    const field = deepQuery<HTMLInputElement>(desk.element, '#lockAfterMinutes');
    expect(field.value).to.equal('5');
    for (const value of ['', '-1', '2.5', '1,5', '481']) {
      field.value = value;
      field.dispatchEvent(new Event('change'));
      await waitUntil(() => deepQuery(desk.element, '[role="status"]').textContent === 'Enter whole minutes from 0 to 480.');
    }
    field.value = '0';
    field.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ lockAfterMinutes: 0 }]);
  });

  it('changes the words to reject with, and shows those that there are without any', async () => {
    const desk = await deskFixture<SettingsForm>(TEMPLATE);
    await open(desk);
    const field = deepQuery<HTMLInputElement>(desk.element, '#rejectionWords');
    expect(field.placeholder).to.equal('In 2 minutes; In a call; Later');
    field.value = 'Soon; After lunch';
    field.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ rejectionWords: 'Soon; After lunch' }]);
  });

  it('shows what the organization has set, locked', async () => {
    const desk = await deskFixture<SettingsForm>(TEMPLATE);
    await open(desk, {
      policy: { ...NO_POLICY, settings: { isTextOnDesktop: true, theme: 'dark' } },
      settings: { ...DEFAULT_SETTINGS, isTextOnDesktop: true, theme: 'dark' },
    });
    const box = deepQuery<HTMLInputElement>(desk.element, '#isTextOnDesktop');
    expect([box.checked, box.disabled]).to.deep.equal([true, true]);
    expect(deepQuery<HTMLInputElement>(desk.element, '#isSoundOn').disabled).to.be.false;
    expect(desk.element.shadowRoot?.textContent?.match(/Set by your organization/g)).to.have.lengthOf(2);
  });

  it('offers what is held down for shortcuts, each with an example', async () => {
    const desk = await deskFixture<SettingsForm>(TEMPLATE);
    await open(desk);
    const select = deepQuery<HTMLSelectElement>(desk.element, '#shortcuts');
    const texts = [...select.options].map(({ text }) => text);
    expect(texts).to.deep.equal(['Automatic (as Alt+T)', 'As Alt+T', 'As Ctrl+Alt+T', 'As Ctrl+Shift+T', 'None']);
    select.value = 'off';
    select.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ shortcuts: 'off' }]);
  });

  it('offers the main window if there is one to open', async () => {
    const desk = await deskFixture<SettingsForm>(html`<backchannel-settings-form .hasMainWindow=${true}></backchannel-settings-form>`);
    await open(desk);
    const select = deepQuery<HTMLSelectElement>(desk.element, '#mainWindow');
    expect([select.labels[0]?.textContent, select.value]).to.deep.equal(['Main window', 'panel']);
    select.value = 'tab';
    select.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ mainWindow: 'tab' }]);
  });
});
