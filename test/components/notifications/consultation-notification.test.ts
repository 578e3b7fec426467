import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/notifications/notifications.ts';
import { CASE, PARENT, textOf } from '../consultation-samples.ts';
import { deepQuery, deskFixture } from '../desk-fixture.ts';
import { rendered } from '../element-contract.ts';
import { sampleInvitation, sampleOverview } from '../samples.ts';

describe('the notification of a consultation', () => {
  it('shows who asks, about which contact and medium, and the question', async () => {
    const desk = await deskFixture<HTMLElement>(html`<backchannel-notifications-view></backchannel-notifications-view>`);
    desk.workspace.push(
      'overview',
      sampleOverview({ sessions: [sampleInvitation({ parent: PARENT, highlights: [CASE.fields[0]!, CASE.fields[5]!] })] }),
    );
    await rendered();
    const dialog = deepQuery(desk.element, '[role="alertdialog"]');
    expect(textOf(dialog)).to.contain('dortiz · consultation on E-mail, Maria Lindqvist');
    expect(textOf(dialog)).to.contain('Customer says invoice 20931');
    expect(textOf(dialog)).to.match(/Topic: Invoice 20931 doubled · Amount: \S*1,249\.90/);
    await expect(desk.element).to.be.accessible();
  });
});
