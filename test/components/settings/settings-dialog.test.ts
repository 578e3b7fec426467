import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/settings/settings-dialog.ts';
import type { SettingsDialog } from '../../../src/components/settings/settings-dialog.ts';
import { deepHas, deepQuery, deskFixture, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleOverview } from '../samples.ts';

const TEMPLATE = html`<backchannel-settings-dialog></backchannel-settings-dialog>`;

async function open({ element, workspace }: Desk<HTMLElement>): Promise<void> {
  workspace.push('overview', sampleOverview());
  await (element as SettingsDialog).show();
  await rendered();
}

describe('backchannel-settings-dialog', () => {
  itKeepsTheElementContract('backchannel-settings-dialog', () => TEMPLATE, open);

  it('closes with its button', async () => {
    const desk = await deskFixture<SettingsDialog>(TEMPLATE);
    await open(desk);
    deepQuery(desk.element, '[aria-label="Close"]').click();
    expect(deepHas(desk.element, 'dialog[open]')).to.be.false;
  });
});
