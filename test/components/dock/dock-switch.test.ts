import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/extension/dock/dock-switch.ts';
import type { OriginSwitch } from '../../../src/extension/dock/dock-switch.ts';
import { deepQuery, deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';

const ORIGIN = 'https://crm.example:8443';

/** Stands for the browser's permissions, because a test can't press the browser's prompt. */
function permissions({ isOn, isGranting = true }: { isOn: boolean; isGranting?: boolean }): OriginSwitch & { readonly calls: string[] } {
  let isAllowed = isOn;
  const calls: string[] = [];
  return {
    calls,
    isOn: () => Promise.resolve(isAllowed),
    turnOn(origin) {
      calls.push(`on ${origin}`);
      isAllowed = isGranting;
      return Promise.resolve(isGranting);
    },
    turnOff(origin) {
      calls.push(`off ${origin}`);
      isAllowed = false;
      return Promise.resolve(true);
    },
  };
}

const template = (origins: OriginSwitch) => html`<backchannel-dock-switch origin=${ORIGIN} .origins=${origins}></backchannel-dock-switch>`;

describe('backchannel-dock-switch', () => {
  itKeepsTheElementContract('backchannel-dock-switch', () => template(permissions({ isOn: true })), rendered);

  it('asks for the permission, or gives it back, in the same turn as the press', async () => {
    const origins = permissions({ isOn: false });
    const { element } = await deskFixture(template(origins));
    await rendered();
    const control = deepQuery<HTMLInputElement>(element, '[role="switch"]');
    expect(control.labels?.[0]?.textContent?.trim()).to.equal('Dock on crm.example:8443');
    expect(control.checked).to.be.false;
    control.click();
    expect(origins.calls).to.deep.equal([`on ${ORIGIN}`]);
    await rendered();
    expect(control.checked).to.be.true;
    control.click();
    await rendered();
    expect(origins.calls).to.deep.equal([`on ${ORIGIN}`, `off ${ORIGIN}`]);
    expect(control.checked).to.be.false;
  });

  it('shows the real state when the agent refuses the prompt', async () => {
    const { element } = await deskFixture(template(permissions({ isOn: false, isGranting: false })));
    await rendered();
    const control = deepQuery<HTMLInputElement>(element, '[role="switch"]');
    control.click();
    await rendered();
    expect(control.checked).to.be.false;
  });
});
