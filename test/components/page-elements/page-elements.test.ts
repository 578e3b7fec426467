import { expect, fixture } from '@open-wc/testing';
import { html, type TemplateResult } from 'lit';
import '../../../src/components/im-window/im-window.ts';
import '../../../src/components/interaction-tab/interaction-tab.ts';
import '../../../src/components/page-elements/im-window.ts';
import '../../../src/components/page-elements/interaction-tab.ts';
import '../../../src/components/page-elements/notifications.ts';
import '../../../src/components/page-elements/own-status.ts';
import '../../../src/components/page-elements/pending-list.ts';
import '../../../src/components/page-elements/sign-in.ts';
import '../../../src/components/page-elements/team-communicator.ts';
import type { WorkspaceProvider } from '../../../src/components/page-elements/provider.ts';
import '../../../src/components/sign-in/lock-screen.ts';
import '../../../src/components/sign-in/sign-in-form.ts';
import '../../../src/components/interaction-tab/interaction-list.ts';
import { focusedElement } from '../../../src/components/kit/awaited-focus.ts';
import type { Overview } from '../../../src/model/workspace.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { deepElements, deepHas, deepQuery } from '../desk-fixture.ts';
import { rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { SAMPLE_TARGETS, SAMPLE_TRANSCRIPT, sampleInvitation, sampleOverview, sampleSession, sampleVoice } from '../samples.ts';

const FIRST = sampleSession({ peerLogon: 'khale', peerName: 'Karim Hale' });
const SECOND = sampleSession({ peerLogon: 'lmora', peerName: 'Lena Mora' });
const CASE = sampleVoice();
const BUSY: Partial<Overview> = { sessions: [FIRST, SECOND, sampleInvitation()], interactions: [CASE] };
const ALL = html`
  <backchannel-sign-in></backchannel-sign-in>
  <backchannel-own-status></backchannel-own-status>
  <backchannel-team-communicator style="block-size:300px"></backchannel-team-communicator>
  <backchannel-pending-list></backchannel-pending-list>
  <backchannel-interaction-tab></backchannel-interaction-tab>
  <backchannel-im-window></backchannel-im-window>
  <backchannel-notifications></backchannel-notifications>
`;
const TAGS = ['own-status', 'team-communicator', 'pending-list', 'interaction-tab', 'im-window', 'notifications'].map(
  (name) => `backchannel-${name}`,
);

class EndingWorkspace extends FakeWorkspace {
  readonly end = new AbortController();
  readonly ended = this.end.signal;
}

function workspaceOf(overview: Partial<Overview> = {}): EndingWorkspace {
  const workspace = new EndingWorkspace();
  workspace.answerQueries('targets', () => ({ total: SAMPLE_TARGETS.length, first: 0, rows: SAMPLE_TARGETS, isLoaded: true }));
  workspace.push('transcript', { entries: SAMPLE_TRANSCRIPT, hasEarlier: false });
  workspace.push('draft', { text: '', writer: '' });
  workspace.push('overview', sampleOverview(overview));
  return workspace;
}

interface Page {
  readonly provider: WorkspaceProvider;
  readonly workspace: EndingWorkspace;
  readonly $: (selector: string) => HTMLElement;
}

async function pageWith(content: TemplateResult, overview: Partial<Overview> = {}): Promise<Page> {
  const workspace = workspaceOf(overview);
  const provider = await fixture<WorkspaceProvider>(html`<backchannel-provider .workspace=${workspace}>${content}</backchannel-provider>`);
  await rendered();
  await rendered();
  const $ = (selector: string) => {
    const found = provider.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`Nothing matches ${selector}`);
    return found;
  };
  return { provider, workspace, $ };
}

const textOf = (element: Element): string => (element.shadowRoot?.querySelector('.line')?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();

describe('elements in a layout of the page', () => {
  for (const theme of ['light', 'dark', 'high-contrast'] as const) {
    it(`each show their part of the desk below one provider, and are accessible in the ${theme} theme`, async () => {
      const { provider, $ } = await pageWith(ALL, { ...BUSY, settings: { ...sampleOverview().settings, theme } });
      for (const tag of TAGS) {
        expect(deepHas($(tag), `${tag}-view`), tag).to.equal(true);
        expect(getComputedStyle($(tag)).getPropertyValue('--vscode-foreground'), tag).not.to.equal('');
      }
      await expect(provider).to.be.accessible();
    });
  }

  it('leave the colours of the page’s own content within the provider as they are', async () => {
    const { $ } = await pageWith(html`<p>CRM</p>${ALL}`, { ...BUSY, settings: { ...sampleOverview().settings, theme: 'dark' } });
    const { colorScheme, color } = getComputedStyle($('p'));
    expect([colorScheme, color]).to.deep.equal(['normal', getComputedStyle(document.body).color]);
    expect(getComputedStyle($('backchannel-im-window')).colorScheme).to.equal('dark');
  });

  it('say what is missing where there is no provider, or no workspace yet', async () => {
    const alone = await fixture(html`<backchannel-team-communicator></backchannel-team-communicator>`);
    await waitUntil(() => textOf(alone) !== '');
    expect(textOf(alone)).to.equal(
      'There is no <backchannel-provider> around <backchannel-team-communicator>. Put one around it, or set its own property “workspace”.',
    );
    const { provider, workspace, $ } = await pageWith(html`<backchannel-im-window></backchannel-im-window>`);
    provider.workspace = undefined;
    const late = await fixture<WorkspaceProvider>(
      html`<backchannel-provider><backchannel-im-window></backchannel-im-window></backchannel-provider>`,
    );
    const [element] = late.children;
    await waitUntil(
      () =>
        element !== undefined && textOf(element).startsWith('The <backchannel-provider> around <backchannel-im-window> has no workspace.'),
    );
    late.workspace = workspace;
    await waitUntil(() => element !== undefined && textOf(element) === 'No conversation is open.');
    expect(textOf($('backchannel-im-window'))).to.equal('');
  });

  it('work by a workspace of their own, without a provider', async () => {
    const workspace = workspaceOf(BUSY);
    const element = await fixture(html`<backchannel-im-window .workspace=${workspace} session-id=${FIRST.id}></backchannel-im-window>`);
    await waitUntil(() => deepHas(element, 'backchannel-im-window-view'));
    expect(deepQuery(element, '.logon').textContent).to.equal('khale');
  });

  it('find a provider that they are moved into, and lose it with all that they follow when they are moved out', async () => {
    const { provider, workspace } = await pageWith(html``, BUSY);
    const followed = workspace.queries.length;
    const layout = await fixture(html`<div>${ALL}</div>`);
    const communicator = layout.querySelector('backchannel-team-communicator') as HTMLElement;
    await waitUntil(() => textOf(communicator) !== '');
    provider.append(layout);
    await waitUntil(() => deepHas(communicator, '.row'));
    document.body.append(layout);
    await waitUntil(() => textOf(communicator).startsWith('There is no <backchannel-provider>'));
    await waitUntil(() => workspace.queries.length === followed);
    provider.append(layout);
    await waitUntil(() => deepHas(communicator, '.row'));
    layout.remove();
    await waitUntil(() => workspace.queries.length === followed);
  });

  it('keep what stands in them when they are moved within the layout', async () => {
    const { provider, $ } = await pageWith(html`${ALL}<div></div>`, BUSY);
    const field = deepQuery<HTMLTextAreaElement>($('backchannel-im-window'), 'textarea');
    field.value = 'half a sentence';
    $('div').append($('backchannel-im-window'));
    provider.prepend($('div'));
    await rendered();
    expect(deepQuery<HTMLTextAreaElement>($('backchannel-im-window'), 'textarea') === field).to.equal(true);
  });

  it('show nothing more, and follow nothing, once the page has destroyed the workspace', async () => {
    const { provider, workspace } = await pageWith(ALL, BUSY);
    workspace.end.abort();
    await waitUntil(() => workspace.queries.length === 0);
    await waitUntil(() => !deepElements(provider).some(({ localName }) => localName.endsWith('-view') || localName === 'p'));
  });

  it('say with the notifications that nothing is kept, and have the browser ask before the page is left where something is written', async () => {
    const isAsked = () => !dispatchEvent(new Event('beforeunload', { cancelable: true }));
    const unkept: Partial<Overview> = { ...BUSY, storageProblem: 'storage-unavailable' };
    const { $ } = await pageWith(html`<backchannel-notifications></backchannel-notifications>`, unkept);
    await waitUntil(() => deepHas($('backchannel-notifications'), 'p[role=alert]'));
    expect(deepQuery($('backchannel-notifications'), 'p[role=alert]').textContent).to.contain('lets nothing be stored');
    const { workspace } = await pageWith(html`<backchannel-im-window></backchannel-im-window>`, unkept);
    workspace.push('draft', { text: 'Half a sentence', writer: '' });
    await waitUntil(isAsked);
    workspace.end.abort();
    expect(isAsked()).to.equal(false);
  });

  it('can be there twice, each with a session of its own, or with the same', async () => {
    const low = 'min-block-size:0;block-size:90px';
    const { provider, workspace, $ } = await pageWith(
      html`<backchannel-interaction-list></backchannel-interaction-list
        ><backchannel-im-window style=${low} session-id=${FIRST.id}></backchannel-im-window
        ><backchannel-im-window style=${low} session-id=${SECOND.id}></backchannel-im-window
        ><backchannel-im-window style=${low} session-id=${SECOND.id}></backchannel-im-window>`,
      BUSY,
    );
    const windows = [...provider.querySelectorAll('backchannel-im-window')];
    await waitUntil(() => windows.every((one) => deepHas(one, '.logon')));
    expect(windows.map((one) => deepQuery(one, '.logon').textContent)).to.deep.equal(['khale', 'lmora', 'lmora']);
    const receive = async () => {
      workspace.push('overview', sampleOverview({ sessions: [FIRST, { ...SECOND, unread: 1 }] }));
      await rendered();
      return deepHas($('backchannel-interaction-list'), '.badge');
    };
    await waitUntil(() => workspace.inputsOf('display').length === 0 && deepHas(windows[2] as Element, 'textarea'));
    // What comes into the session is seen as long as one of the two shows it.
    expect(await receive()).to.equal(false);
    windows[2]?.remove();
    expect(await receive()).to.equal(false);
    windows[1]?.remove();
    expect(await receive()).to.equal(true);
  });

  it('bring an accepted invitation up in the IM window, with the focus, and tell the page', async () => {
    const { provider, workspace, $ } = await pageWith(ALL, BUSY);
    const picked: unknown[] = [];
    provider.addEventListener('interaction-pick', ({ detail }) => picked.push(detail));
    const [invitation] = (BUSY.sessions ?? []).slice(-1);
    const accept = deepQuery($('backchannel-notifications'), '.primary');
    accept.focus();
    accept.click();
    await waitUntil(() => picked.length > 0);
    const accepted = sampleSession({ ...sampleInvitation(), state: FIRST.state });
    workspace.push('overview', sampleOverview({ ...BUSY, sessions: [FIRST, SECOND, accepted] }));
    await waitUntil(() => focusedElement()?.localName === 'textarea');
    expect(picked).to.deep.equal([{ of: 'session', id: invitation?.id }]);
    expect(deepQuery($('backchannel-im-window'), '.logon').textContent).to.equal(accepted.peerLogon);
  });

  it('show the case and the consultation about it side by side', async () => {
    const { provider, $ } = await pageWith(ALL, BUSY);
    provider.showInteraction({ of: 'interaction', id: CASE.id });
    provider.showInteraction({ of: 'session', id: FIRST.id });
    await waitUntil(() => deepHas($('backchannel-im-window'), '.logon'));
    expect(deepHas($('backchannel-interaction-tab'), 'h2')).to.equal(true);
    expect(deepQuery($('backchannel-im-window'), '.logon').textContent).to.equal('khale');
  });

  it('have the Team Communicator take the focus at Start Consultation', async () => {
    const { $ } = await pageWith(ALL, BUSY);
    deepQuery($('backchannel-interaction-tab'), '.header .button').click();
    await waitUntil(() => focusedElement()?.localName === 'input');
    expect($('backchannel-team-communicator').matches(':focus-within')).to.equal(true);
  });

  it('leave the focus where the page has it, whatever comes', async () => {
    const { workspace, $ } = await pageWith(html`<input aria-label="Customer" />${ALL}`);
    $('input').focus();
    workspace.push('overview', sampleOverview(BUSY));
    await waitUntil(() => deepHas($('backchannel-im-window'), 'textarea'));
    workspace.push('overview', sampleOverview({ ...BUSY, interactions: [CASE, sampleVoice({ id: 'another' })] }));
    await rendered();
    workspace.push('overview', sampleOverview());
    await rendered();
    expect(document.activeElement === $('input')).to.equal(true);
  });

  it('show nothing of a locked desk but the form that unlocks it', async () => {
    const { workspace, $ } = await pageWith(ALL, BUSY);
    workspace.push('overview', sampleOverview({ lock: { by: 'password', pending: 1, ringing: 0, unread: 2 } }));
    await waitUntil(() => deepHas($('backchannel-sign-in'), 'backchannel-lock-screen'));
    await waitUntil(() => textOf($('backchannel-im-window')) === 'The desk is locked.');
    expect(TAGS.filter((tag) => deepHas($(tag), `${tag}-view`))).to.deep.equal([]);
  });

  it('show a form to sign in, and give the next agent new views', async () => {
    const { provider, workspace, $ } = await pageWith(ALL, BUSY);
    const field = deepQuery<HTMLInputElement>($('backchannel-team-communicator'), 'input');
    const { me, ...nobody } = sampleOverview();
    workspace.push('overview', { ...nobody, connection: { status: 'signed-out' } });
    await waitUntil(() => deepHas($('backchannel-sign-in'), 'backchannel-sign-in-form'));
    expect(textOf($('backchannel-team-communicator'))).to.equal('Signed out');
    await expect(provider).to.be.accessible();
    if (me) workspace.push('overview', sampleOverview({ me: { ...me, jid: 'next@support.example' } }));
    await waitUntil(() => deepHas($('backchannel-team-communicator'), 'input'));
    expect(deepQuery($('backchannel-team-communicator'), 'input') === field).to.equal(false);
    expect(deepHas($('backchannel-sign-in'), 'backchannel-sign-in-form')).to.equal(false);
  });
});
