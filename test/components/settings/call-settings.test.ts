import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/settings/call-settings.ts';
import type { CallSettings } from '../../../src/components/settings/call-settings.ts';
import '../../../src/components/settings/settings-dialog.ts';
import type { SettingsDialog } from '../../../src/components/settings/settings-dialog.ts';
import { NO_POLICY } from '../../../src/model/policy.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/model/settings.ts';
import { deepElements, deepHas, deepQuery, deskFixture, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleOverview } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const TEMPLATE = html`<backchannel-call-settings></backchannel-call-settings>`;

/** These tests run in a browser with fake devices, which it lets pages use. */
async function callSettings(settings: Partial<Settings> = {}, isLocked = false): Promise<Desk<CallSettings>> {
  const desk = await deskFixture<CallSettings>(TEMPLATE);
  desk.workspace.push(
    'overview',
    sampleOverview({ settings: { ...DEFAULT_SETTINGS, ...settings }, policy: { ...NO_POLICY, settings: isLocked ? settings : {} } }),
  );
  await waitUntil(() => deepHas(desk.element, '#microphoneId'));
  return desk;
}
const buttonNamed = (desk: Desk<HTMLElement>, name: string) =>
  deepElements(desk.element.shadowRoot!).find((part) => part.localName === 'button' && part.textContent?.trim() === name) as HTMLElement;
const said = (desk: Desk<HTMLElement>) => deepQuery(desk.element, '[role="status"]').textContent?.trim();
const chooser = (desk: Desk<HTMLElement>, id: string) => deepQuery<HTMLSelectElement>(desk.element, `#${id}`);
const choices = (desk: Desk<HTMLElement>, id: string) => [...chooser(desk, id).options].map(({ text }) => text);

describe('backchannel-call-settings', () => {
  itKeepsTheElementContract(
    'backchannel-call-settings',
    () => TEMPLATE,
    async ({ workspace, element }) => {
      workspace.push('overview', sampleOverview());
      await waitUntil(() => deepHas(element, '#microphoneId'));
    },
  );

  it('lists the microphones and speakers, and keeps what is chosen', async () => {
    const desk = await callSettings();
    await waitUntil(() => choices(desk, 'microphoneId').length > 1);
    expect(choices(desk, 'microphoneId')[0]).to.equal("The system's choice");
    const select = chooser(desk, 'microphoneId');
    expect(select.labels[0]?.textContent).to.equal('Microphone');
    select.selectedIndex = 1;
    select.dispatchEvent(new Event('change'));
    expect(desk.workspace.inputsOf('changeSettings')).to.deep.equal([{ microphoneId: select.value }]);
  });

  it('still lists a chosen device that is gone', async () => {
    const desk = await callSettings({ speakerId: 'headset-at-home' });
    await waitUntil(() => choices(desk, 'speakerId').at(-1) === 'Chosen before (not connected)');
    expect(chooser(desk, 'speakerId').value).to.equal('headset-at-home');
  });

  it('lists devices again when one is plugged in', async () => {
    const desk = await callSettings();
    await waitUntil(() => choices(desk, 'microphoneId').length > 1);
    const before = choices(desk, 'microphoneId').length;
    const { mediaDevices } = navigator;
    const devices = await mediaDevices.enumerateDevices();
    const own = { deviceId: 'new', groupId: 'g', kind: 'audioinput', label: 'Desk microphone', toJSON: () => ({}) } as const;
    Object.defineProperty(mediaDevices, 'enumerateDevices', { configurable: true, value: () => Promise.resolve([...devices, own]) });
    try {
      mediaDevices.dispatchEvent(new Event('devicechange'));
      await waitUntil(() => choices(desk, 'microphoneId').length === before + 1);
      expect(choices(desk, 'microphoneId').at(-1)).to.equal('Desk microphone');
    } finally {
      Reflect.deleteProperty(mediaDevices, 'enumerateDevices');
    }
  });

  it('tests the microphone, and releases it', async () => {
    const desk = await callSettings();
    const button = buttonNamed(desk, 'Test Microphone');
    button.click();
    await waitUntil(() => said(desk) === 'Your microphone works.');
    expect([button.getAttribute('aria-pressed'), deepHas(desk.element, '.meter')]).to.deep.equal(['true', true]);
    await expect(desk.element).to.be.accessible();
    button.click();
    await rendered();
    expect([button.getAttribute('aria-pressed'), deepHas(desk.element, '.meter'), said(desk)]).to.deep.equal(['false', false, '']);
  });

  it('says that a chosen microphone is missing', async () => {
    const desk = await callSettings({ microphoneId: 'gone' });
    buttonNamed(desk, 'Test Microphone').click();
    await waitUntil(() => said(desk) === 'No microphone was found. Plug one in and try again.');
    expect(deepHas(desk.element, '.meter')).to.be.false;
  });

  it('is locked if the organization has set it', async () => {
    const desk = await callSettings({ microphoneId: 'theirs' }, true);
    expect([chooser(desk, 'microphoneId').disabled, chooser(desk, 'speakerId').disabled]).to.deep.equal([true, false]);
  });
});

describe('the calls section of the settings', () => {
  it('stops listening when the dialog is closed', async () => {
    const desk = await deskFixture<SettingsDialog>(html`<backchannel-settings-dialog></backchannel-settings-dialog>`);
    desk.workspace.push('overview', sampleOverview());
    await desk.element.show();
    await waitUntil(() => deepHas(desk.element, '#microphoneId'));
    buttonNamed(desk, 'Test Microphone').click();
    await waitUntil(() => deepHas(desk.element, '.meter'));
    deepQuery(desk.element, '[aria-label="Close"]').click();
    await waitUntil(() => !deepHas(desk.element, '.meter'));
  });

  it('is absent for an agent who may not call', async () => {
    const desk = await deskFixture<SettingsDialog>(html`<backchannel-settings-dialog></backchannel-settings-dialog>`);
    desk.workspace.push('overview', sampleOverview({ policy: { ...NO_POLICY, privileges: { ...NO_POLICY.privileges, canCall: false } } }));
    await desk.element.show();
    await rendered();
    expect(deepHas(desk.element, 'backchannel-call-settings')).to.be.false;
  });
});
