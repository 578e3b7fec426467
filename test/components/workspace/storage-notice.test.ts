import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/workspace/storage-notice.ts';
import '../../../src/components/workspace/workspace-root.ts';
import { guardUnkeptWork } from '../../../src/components/workspace/unkept-work.ts';
import { deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { sampleMessage, sampleOverview, sampleSession } from '../samples.ts';

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

  it('has the browser ask before the page is left as long as something that isn’t kept would be lost, a locked desk’s too', async () => {
    const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    const end = new AbortController();
    const workspace = Object.assign(new FakeWorkspace(), { ended: end.signal });
    const desk = { ...sampleOverview(), sessions: [sampleSession()] };
    await deskFixture(html`<backchannel-storage-notice></backchannel-storage-notice>`, { workspace });
    workspace.push('draft', { text: 'Half a sentence', writer: '' });
    workspace.push('overview', desk);
    await rendered();
    expect(isAsked(), 'it is kept').to.equal(false);
    workspace.push('overview', { ...desk, storageProblem: 'storage-unavailable' });
    await rendered();
    expect(isAsked(), 'a draft').to.equal(true);
    workspace.push('overview', { ...desk, sessions: [], lock: { by: 'password', pending: 0, ringing: 0, unread: 0 } });
    workspace.push('draft', { text: '', writer: '' });
    expect(isAsked(), 'a locked desk’s draft').to.equal(true);
    workspace.push('overview', { ...desk, storageProblem: 'storage-unavailable' });
    workspace.push('draft', { text: ' ', writer: '' });
    expect(isAsked(), 'it was sent').to.equal(false);
    workspace.push('transcript', { entries: [sampleMessage(1, { isOwn: true, delivery: 'waiting' })], hasEarlier: false });
    expect(isAsked(), 'the server doesn’t have it').to.equal(true);
    workspace.push('transcript', { entries: [sampleMessage(1, { isOwn: true, delivery: 'sent' })], hasEarlier: false });
    expect(isAsked(), 'the server has it').to.equal(false);
    workspace.push('draft', { text: 'Again', writer: '' });
    expect(isAsked()).to.equal(true);
    end.abort();
    expect(isAsked(), 'the page has taken the workspace away').to.equal(false);
  });

  it('asks nothing in the extension, whose background goes on without the page', async () => {
    const workspace = new FakeWorkspace();
    guardUnkeptWork(workspace);
    expect(workspace.queries).to.deep.equal([]);
  });
});
