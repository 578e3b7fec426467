import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/workspace/storage-notice.ts';
import '../../../src/components/workspace/workspace-root.ts';
import { deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleOverview } from '../samples.ts';

describe('backchannel-storage-notice', () => {
  itKeepsTheElementContract(
    'backchannel-storage-notice',
    () => html`<backchannel-storage-notice></backchannel-storage-notice>`,
    () => undefined,
  );

  it('stands over the desk as long as the disk is full, and the desk keeps its place, however the page lays the element out', async () => {
    const { element, workspace } = await deskFixture(
      html`<backchannel-workspace style="display: block; block-size: 600px"></backchannel-workspace>`,
    );
    const notice = () => element.shadowRoot?.querySelector('backchannel-storage-notice');
    const heightOf = (selector: string) => element.shadowRoot?.querySelector(selector)?.getBoundingClientRect().height ?? 0;
    workspace.push('overview', sampleOverview());
    await rendered();
    expect([notice(), heightOf('.window')]).to.deep.equal([null, 600]);
    workspace.push('overview', { ...sampleOverview(), storageProblem: 'storage-full' });
    await rendered();
    expect(notice()?.shadowRoot?.querySelector('[role=alert]')?.textContent).to.contain('The disk is full');
    expect(heightOf('.window') + heightOf('backchannel-storage-notice')).to.equal(600);
    workspace.push('overview', { ...sampleOverview(), storageProblem: 'storage-unavailable' });
    await rendered();
    expect(notice()?.shadowRoot?.querySelector('[role=alert]')?.textContent).to.contain('lets nothing be stored');
    workspace.push('overview', sampleOverview());
    await rendered();
    expect(notice()).to.equal(null);
  });
});
