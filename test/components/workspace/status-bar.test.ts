import { expect } from '@open-wc/testing';
import { html } from 'lit';
import type { HostStanding } from '../../../src/channel/version-watch.ts';
import '../../../src/components/workspace/status-bar.ts';
import { deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { sampleOverview } from '../samples.ts';

const template = () => html`<backchannel-status-bar></backchannel-status-bar>`;

describe('backchannel-status-bar', () => {
  itKeepsTheElementContract('backchannel-status-bar', template, ({ workspace }) => workspace.push('overview', sampleOverview()));

  it('says that Backchannel was updated while a page was open, and what to do', async () => {
    let standing: HostStanding = 'same';
    let tell = () => {};
    const version = {
      get standing() {
        return standing;
      },
      follow: (follower: () => void) => {
        tell = follower;
        return () => {};
      },
    };
    const workspace = Object.assign(new FakeWorkspace(), { version });
    workspace.push('overview', sampleOverview());
    const { element } = await deskFixture(template(), { workspace });
    await rendered();
    const line = () => element.shadowRoot?.querySelector('.version');
    const button = () => line()?.querySelector('button');
    expect(line()?.textContent?.trim()).to.equal('');
    standing = 'host-is-busy';
    tell();
    await rendered();
    expect(line()?.textContent).to.contain('when your call is over');
    expect(button()).to.equal(null);
    standing = 'view-is-older';
    tell();
    await rendered();
    expect(button()?.textContent).to.contain('Reload this page');
  });
});
