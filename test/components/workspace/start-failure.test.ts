import { expect, fixture } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/workspace/start-failure.ts';
import '../../../src/components/workspace/workspace-root.ts';
import type { WorkspaceRoot } from '../../../src/components/workspace/workspace-root.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { deepHas, deepQuery } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { sampleInvitation, sampleOverview } from '../samples.ts';

/** A workspace as a page opens it, with its start and its end in the test's hands. */
class OpenedWorkspace extends FakeWorkspace {
  readonly end = new AbortController();
  readonly ended = this.end.signal;
  fail: (error: unknown) => void = () => undefined;
  readonly ready = new Promise<void>((_, reject) => (this.fail = reject));
}

async function opened() {
  const workspace = new OpenedWorkspace();
  const element = await fixture<WorkspaceRoot>(html`<backchannel-workspace .workspace=${workspace}></backchannel-workspace>`);
  await rendered();
  return { element, workspace, text: () => deepQuery(element, 'main').textContent.trim() };
}

describe('backchannel-start-failure', () => {
  itKeepsTheElementContract(
    'backchannel-start-failure',
    () => html`<backchannel-start-failure code="worker-not-found"></backchannel-start-failure>`,
    () => undefined,
  );

  it('takes the place of “Starting…” when the workspace can’t start, and goes when it can after all', async () => {
    const { element, workspace, text } = await opened();
    expect(text()).to.equal('Starting…');
    workspace.fail(Object.assign(new Error('no'), { code: 'worker-not-found' }));
    await waitUntil(() => deepHas(element, '[role=alert]'));
    expect(deepQuery(element, '[role=alert]').textContent).to.contain('worker-not-found');
    workspace.push('overview', sampleOverview());
    await rendered();
    expect(deepHas(element, 'backchannel-start-failure')).to.equal(false);
  });

  it('isn’t shown for a workspace that the page has replaced', async () => {
    const { element, workspace, text } = await opened();
    element.workspace = new OpenedWorkspace();
    await rendered();
    workspace.fail(Object.assign(new Error('no'), { code: 'worker-not-found' }));
    await rendered();
    expect(text()).to.equal('Starting…');
  });

  it('leaves nothing of the desk or in the title when the page takes the workspace away, and follows the next one', async () => {
    document.title = 'CRM';
    const { element, workspace } = await opened();
    element.titleCount = true;
    workspace.push('overview', sampleOverview({ sessions: [sampleInvitation()] }));
    await rendered();
    expect(document.title).to.equal('(1) CRM');
    workspace.end.abort();
    await rendered();
    expect([document.title, workspace.queries, deepHas(element, 'backchannel-team-communicator-view')]).to.deep.equal(['CRM', [], false]);
    const next = new OpenedWorkspace();
    element.workspace = next;
    next.push('overview', sampleOverview());
    await rendered();
    expect(deepHas(element, 'backchannel-team-communicator-view')).to.equal(true);
  });
});
