import { expect, fixture } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/interaction-tab/interaction-window.ts';
import '../../../src/components/sign-in/sign-in-form.ts';
import '../../../src/components/workspace/workspace-root.ts';
import type { WorkspaceRoot } from '../../../src/components/workspace/workspace-root.ts';
import { focusedElement } from '../../../src/components/kit/awaited-focus.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';
import type { Overview } from '../../../src/model/workspace.ts';
import { deepElements, deepHas, deepQuery, press, type } from '../desk-fixture.ts';
import { rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import {
  SAMPLE_HISTORY,
  SAMPLE_TARGETS,
  SAMPLE_TRANSCRIPT,
  sampleInvitation,
  sampleOverview,
  sampleSession,
  sampleVoice,
} from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const ENDED = sampleSession({ peerLogon: 'khale', peerName: 'Karim Hale', state: { status: 'ended', reason: 'rejected', at: 0 } });

interface Root {
  readonly element: WorkspaceRoot;
  readonly workspace: FakeWorkspace;
}

async function root(overview: Partial<Overview> = {}, inlineSize = '1180px', blockSize = '600px'): Promise<Root> {
  const workspace = new FakeWorkspace();
  workspace.answerQueries('targets', () => ({ total: SAMPLE_TARGETS.length, first: 0, rows: SAMPLE_TARGETS, isLoaded: true }));
  workspace.push('transcript', { entries: SAMPLE_TRANSCRIPT, hasEarlier: false });
  workspace.push('draft', { text: '', writer: '' });
  workspace.push('history', { total: SAMPLE_HISTORY.length, first: 0, rows: SAMPLE_HISTORY, isComplete: true });
  workspace.push('overview', sampleOverview(overview));
  const element = await fixture<WorkspaceRoot>(
    html`<backchannel-workspace .workspace=${workspace} style="inline-size:${inlineSize};block-size:${blockSize}"></backchannel-workspace>`,
  );
  await rendered();
  await rendered();
  return { element, workspace };
}

function withTheme(theme: Overview['settings']['theme']): Partial<Overview> {
  return { settings: { ...sampleOverview().settings, theme } };
}

describe('backchannel-workspace', () => {
  it('is defined', () => {
    expect(customElements.get('backchannel-workspace')).to.be.a('function');
  });

  for (const theme of ['light', 'dark', 'high-contrast'] as const) {
    for (const inlineSize of ['320px', '1180px']) {
      it(`is accessible in the ${theme} theme at ${inlineSize}`, async () => {
        const { element } = await root(
          { sessions: [ENDED, sampleSession({ unread: 2 }), sampleInvitation()], ...withTheme(theme) },
          inlineSize,
        );
        await expect(element).to.be.accessible();
      });
    }
  }

  it('never scrolls as a whole, so that nothing moves under the pointer', async () => {
    const { element } = await root({ sessions: [sampleInvitation()] });
    for (const hidden of element.shadowRoot!.querySelectorAll('.visually-hidden')) hidden.scrollIntoView();
    element.scrollTop = 10;
    expect(element.scrollTop).to.equal(0);
  });

  for (const direction of ['ltr', 'rtl']) {
    it(`cuts nothing off at 320 px (${direction})`, async () => {
      const sessions = [
        ENDED,
        sampleSession({ unread: 12 }),
        sampleInvitation({ peerName: 'A very long display name that goes on and on' }),
      ];
      const { element } = await root({ sessions, ...withTheme('dark') }, '320px');
      element.dir = direction;
      for (const view of ['interaction', 'communicator']) {
        await rendered();
        const box = element.getBoundingClientRect();
        const outside = deepElements(element.shadowRoot!).filter((part) => {
          const { left, right, width } = part.getBoundingClientRect();
          const isScrolledAway = part.closest('.tabs, .row') !== null;
          return width > 1 && !isScrolledAway && (left < box.left - 1 || right > box.right + 1);
        });
        expect(
          outside.map((part) => `${part.localName}.${part.className}`),
          view,
        ).to.deep.equal([]);
        // What is cut short loses its end, and not its beginning, whichever way the page goes.
        const cut = deepElements(element.shadowRoot!).filter((part) => part.matches('.clip:not(bdi, [dir=auto])'));
        expect(
          cut.map(({ outerHTML }) => outerHTML),
          view,
        ).to.deep.equal([]);
        deepQuery(element, '.switch').click();
      }
    });
  }

  for (const [what, changes, draft] of [
    ['', {}, ''],
    [', with a long draft', {}, 'A line of a message.\n'.repeat(30)],
    [', while it reconnects', { connection: { status: 'reconnecting', nextAttemptAt: Date.now() + 9_000 } }, ''],
    [', with an invitation that waits', { sessions: [sampleSession(), sampleInvitation()] }, 'Draft'],
  ] as const) {
    it(`has the field and Send in sight at 320 × 256 px${what}`, async () => {
      const { element } = await root({ sessions: [sampleSession()], ...changes }, '320px', '256px');
      element.showInteraction(tabOfSession('session-bmartin'));
      await waitUntil(() => deepHas(element, 'textarea'));
      type(deepQuery<HTMLTextAreaElement>(element, 'textarea'), draft);
      await rendered();
      const status = deepQuery(element, 'backchannel-status-bar').getBoundingClientRect();
      const above = deepQuery(element, '.tabs').getBoundingClientRect();
      for (const selector of ['textarea', '.send', '.header .button']) {
        const { top, bottom, height } = deepQuery(element, selector).getBoundingClientRect();
        expect(height, selector).to.be.at.least(24);
        expect(top, selector).to.be.at.least(above.bottom - 1);
        expect(bottom, selector).to.be.at.most(status.top + 1);
      }
    });
  }

  it('shows the sign-in form when signed out, with the problem in a sentence', async () => {
    const { element } = await root({ me: undefined, connection: { status: 'signed-out', problem: 'account-disabled' } });
    expect(deepQuery(deepQuery(element, 'backchannel-sign-in-form'), '#error').textContent).to.contain('This account is disabled');
    expect(deepHas(element, 'backchannel-team-communicator-view')).to.be.false;
  });

  it('keeps the desk while the connection is cut, and says so', async () => {
    const { element, workspace } = await root({ sessions: [sampleSession()] });
    workspace.push(
      'overview',
      sampleOverview({ sessions: [sampleSession()], connection: { status: 'reconnecting', nextAttemptAt: Date.now() + 4_500 } }),
    );
    await rendered();
    expect(deepQuery(element, '.connection').textContent?.trim()).to.equal('Reconnecting in 5 s');
    expect(deepQuery(element, '[role="status"][aria-label]').getAttribute('aria-label')).to.equal('bmartin, Connected');
    expect(deepQuery(element, '.notice').textContent).to.contain('Reconnecting');
  });

  it('has the host connect now when the agent acts, at most once a second, and only where there is no connection', async () => {
    const { element, workspace } = await root({ sessions: [sampleSession()] });
    const act = () =>
      deepQuery(element, '.switch').dispatchEvent(new KeyboardEvent('keydown', { key: 'a', bubbles: true, composed: true }));
    act();
    expect(workspace.inputsOf('reconnect')).to.have.length(0);
    workspace.push('overview', sampleOverview({ connection: { status: 'reconnecting', nextAttemptAt: Date.now() + 30_000 } }));
    await rendered();
    act();
    act();
    expect(workspace.inputsOf('reconnect')).to.have.length(1);
  });

  describe('an interaction that the CRM opens while a session is shown', () => {
    const { hasFocus } = document;
    const opened = { sessions: [sampleSession()], interactions: [sampleVoice()] };
    const shownTab = (element: WorkspaceRoot) => deepQuery(element, '[role="tab"][aria-selected="true"]').textContent;
    const told = (element: WorkspaceRoot) =>
      deepQuery(element, 'backchannel-notifications-view').shadowRoot?.querySelector<HTMLElement>('.outcome');

    beforeEach(() => {
      document.hasFocus = () => true;
    });

    afterEach(() => {
      document.hasFocus = hasFocus;
    });

    it('is shown, and the focus stays in the Interaction window', async () => {
      const { element, workspace } = await root({ sessions: [sampleSession()] });
      await waitUntil(() => deepHas(element, 'textarea'));
      deepQuery<HTMLTextAreaElement>(element, 'textarea').focus();
      workspace.push('overview', sampleOverview(opened));
      await waitUntil(() => shownTab(element)?.includes(sampleVoice().contact.name));
      await waitUntil(() => element.shadowRoot?.activeElement?.localName === 'backchannel-interaction-window');
      expect(deepHas(element, 'button[aria-label="Start Consultation"]')).to.equal(true);
      expect(told(element)).to.equal(null);
    });

    it('only says so to an agent who is writing, and is shown when they want that', async () => {
      const { element, workspace } = await root({ sessions: [sampleSession()] });
      await waitUntil(() => deepHas(element, 'textarea'));
      const field = deepQuery<HTMLTextAreaElement>(element, 'textarea');
      field.focus();
      type(field, 'Half a sen');
      workspace.push('overview', sampleOverview(opened));
      await waitUntil(() => told(element) !== null);
      expect(told(element)?.textContent).to.contain(`The interaction with ${sampleVoice().contact.name} was opened.`);
      expect([focusedElement(), shownTab(element)?.includes('bmartin')]).to.deep.equal([field, true]);
      told(element)?.click();
      await waitUntil(() => shownTab(element)?.includes(sampleVoice().contact.name));
      expect(told(element)).to.equal(null);
    });
  });

  describe('the focus that is asked for a tab that is not there yet', () => {
    const isInMessageField = () => focusedElement()?.matches('textarea') === true;

    /** A window that has just been opened: the Interaction window is told the desk later than the window itself. */
    async function newWindow(overview: Partial<Overview>): Promise<Root & { tellOthers: () => void }> {
      const workspace = new FakeWorkspace();
      workspace.push('draft', { text: '', writer: '' });
      const [told, tellOthers] = promise();
      const element = await fixture<WorkspaceRoot>(html`<backchannel-workspace style="block-size:600px"></backchannel-workspace>`);
      workspace.answerQueries('overview', async () => {
        if (deepHas(element, 'backchannel-interaction-window')) await told;
        return sampleOverview(overview);
      });
      element.workspace = workspace;
      return { element, workspace, tellOthers };
    }

    function promise(): [Promise<void>, () => void] {
      let resolve!: () => void;
      return [new Promise<void>((settle) => (resolve = settle)), resolve];
    }

    it('comes as soon as the session is there, if a desktop notification has opened the window', async () => {
      const session = sampleSession();
      const { element, tellOthers } = await newWindow({ sessions: [session] });
      element.showInteraction(tabOfSession(session.id));
      await waitUntil(() => deepHas(element, 'backchannel-interaction-window'));
      await rendered();
      tellOthers();
      await waitUntil(isInMessageField);
    });

    it('comes as soon as the call is there, if it is the first one in the page', async () => {
      const interaction = sampleVoice();
      const { element, tellOthers } = await newWindow({ interactions: [interaction] });
      element.showInteraction({ of: 'interaction', id: interaction.id });
      await waitUntil(() => deepHas(element, 'backchannel-interaction-window'));
      await rendered();
      tellOthers();
      await waitUntil(() => focusedElement()?.ariaLabel === 'Start Consultation');
    });

    it('stays where the agent has moved it meanwhile', async () => {
      const session = sampleSession();
      const { element, tellOthers } = await newWindow({ sessions: [session] });
      element.showInteraction(tabOfSession(session.id));
      await waitUntil(() => deepHas(element, 'backchannel-interaction-window'));
      const elsewhere = await fixture<HTMLInputElement>(html`<input aria-label="In the page" />`);
      elsewhere.focus();
      tellOthers();
      await waitUntil(() => deepHas(element, 'textarea'));
      await rendered();
      expect(focusedElement()).to.equal(elsewhere);
    });
  });

  it('shows the count of what waits in the title if the page wants it, and removes only the count', async () => {
    document.title = 'CRM';
    const { element, workspace } = await root({ sessions: [sampleInvitation(), sampleInvitation({ peerLogon: 'cwei' })] });
    expect(document.title).to.equal('CRM');
    element.titleCount = true;
    await rendered();
    expect(document.title).to.equal('(2) CRM');
    workspace.push('overview', sampleOverview({ sessions: [sampleInvitation()] }));
    await rendered();
    expect(document.title).to.equal('(1) CRM');
    document.title = '(1) CRM · Customer 7';
    element.remove();
    expect(document.title).to.equal('CRM · Customer 7');
  });

  it('opens no tab for a pending invitation until it is displayed, and then says that it is on screen', async () => {
    const { element, workspace } = await root({ sessions: [sampleInvitation()] });
    expect(deepHas(element, '[role="tab"]')).to.be.false;
    deepQuery(deepQuery(element, 'backchannel-pending-list-view'), '.open').click();
    await waitUntil(() => workspace.inputsOf('display').length > 0);
    expect(deepQuery(element, '[role="tab"]').getAttribute('aria-label')).to.equal('dortiz');
    expect(deepQuery(element, '[role="status"][aria-label]').getAttribute('aria-label')).to.equal('dortiz, Invited');
  });

  it('shows the neighbour when a session was marked done, and the search field after the last', async () => {
    const { element, workspace } = await root({ sessions: [ENDED, sampleSession()] });
    deepQuery<HTMLElement>(element, 'textarea').focus();
    workspace.push('overview', sampleOverview({ sessions: [ENDED] }));
    await waitUntil(() => deepQuery(element, '[role="tab"]').getAttribute('aria-label') === 'khale');
    await waitUntil(() => deepHas(element, '[role="log"]:focus'));
    workspace.push('overview', sampleOverview({ sessions: [] }));
    await waitUntil(() => deepHas(element, '[role="combobox"]:focus'));
  });

  it('shows the other agent’s invitation when it replaces the agent’s own', async () => {
    const { element, workspace } = await root({ sessions: [sampleSession()] });
    workspace.push('overview', sampleOverview({ sessions: [ENDED] }));
    await waitUntil(() => deepHas(element, '[role="tab"][aria-label="khale"][aria-selected="true"]'));
  });

  it('takes keys from the rest of the page only if the page wants that', async () => {
    const { element } = await root({ sessions: [sampleSession()] });
    (document.activeElement as HTMLElement).blur();
    press(document.body, 't', { altKey: true, code: 'KeyT' });
    await rendered();
    expect(deepHas(element, '[role="combobox"]:focus')).to.be.false;
    element.shortcuts = true;
    press(document.body, 't', { altKey: true, code: 'KeyT' });
    await waitUntil(() => deepHas(element, '[role="combobox"]:focus'));
  });

  it('has the page’s theme as long as the agent has chosen none', async () => {
    const { element, workspace } = await root();
    const colour = () => getComputedStyle(element).getPropertyValue('--vscode-editor-background');
    const before = colour();
    element.theme = 'high-contrast';
    await waitUntil(() => colour() !== before);
    const contrast = colour();
    workspace.push('overview', sampleOverview({ settings: { ...sampleOverview().settings, theme: 'light' } }));
    await waitUntil(() => colour() !== contrast);
  });

  it('moves the focus with Alt+T, Alt+M and F6', async () => {
    const { element } = await root({ sessions: [sampleSession()] });
    press(element, 't', { altKey: true, code: 'KeyT' });
    await waitUntil(() => deepHas(element, '[role="combobox"]:focus'));
    press(element, 'm', { altKey: true, code: 'KeyM' });
    await waitUntil(() => deepHas(element, 'textarea:focus'));
    press(element, 'F6');
    await waitUntil(() => deepHas(element, '.settings:focus'));
  });

  it('moves the focus to a notification with F6', async () => {
    const { element } = await root({ sessions: [sampleInvitation()] });
    press(element, 'F6');
    await waitUntil(() => deepHas(element, '[role="alertdialog"] .primary:focus'));
  });

  it('takes and shows the shortcuts that the agent has chosen', async () => {
    const shown = (element: Element) =>
      ['[role="combobox"]', '.history'].map((selector) => {
        const part = deepQuery(element, selector);
        return [part.title, part.getAttribute('aria-keyshortcuts')];
      });
    const settings = { ...sampleOverview().settings, shortcuts: 'ctrl-alt' } as const;
    const { element, workspace } = await root({ sessions: [sampleSession()], settings });
    expect(shown(element)).to.deep.equal([
      ['Team Communicator (Ctrl+Alt+T)', 'Control+Alt+T'],
      ['My History (Ctrl+Alt+H)', 'Control+Alt+H'],
    ]);
    press(element, 'm', { altKey: true, code: 'KeyM' });
    press(element, 't', { altKey: true, ctrlKey: true, code: 'KeyT' });
    await waitUntil(() => deepHas(element, '[role="combobox"]:focus'));
    workspace.push('overview', sampleOverview({ settings: { ...settings, shortcuts: 'off' } }));
    await rendered();
    expect(shown(element)).to.deep.equal([
      ['Team Communicator', null],
      ['My History', null],
    ]);
  });

  it('opens My History with Alt+H and leaves it for an interaction', async () => {
    const { element } = await root({ sessions: [sampleSession()] });
    press(element, 'h', { altKey: true, code: 'KeyH' });
    await waitUntil(() => deepHas(element, '[aria-label="Search my history"]:focus'));
    expect(deepQuery(element, '.history').getAttribute('aria-pressed')).to.equal('true');
    press(element, 'F6');
    await waitUntil(() => deepHas(element, '.settings:focus'));
    press(element, 'm', { altKey: true, code: 'KeyM' });
    await waitUntil(() => deepHas(element, 'textarea:focus'));
    expect(deepHas(element, 'backchannel-my-history')).to.be.false;
  });

  it('shows nothing of the last agent to the next one in the same tab', async () => {
    const { element, workspace } = await root();
    const targets = () => deepQuery<HTMLInputElement>(element, '[role="combobox"]');
    const history = () => deepQuery<HTMLInputElement>(element, '[aria-label="Search my history"]');
    const openHistory = async () => {
      press(element, 'h', { altKey: true, code: 'KeyH' });
      await waitUntil(() => deepHas(element, '[aria-label="Search my history"]'));
    };
    type(targets(), 'who was it');
    await openHistory();
    type(history(), 'what was it');
    const { me, ...others } = sampleOverview();
    workspace.push('overview', { ...others, me: { ...me!, jid: 'cwei@localhost', logon: 'cwei', name: 'Chen Wei' } });
    await waitUntil(() => targets().value === '');
    await waitUntil(() => !deepHas(element, '[aria-label="Search my history"]'));
    await openHistory();
    expect(history().value).to.equal('');
  });

  it('has no My History in the Gadget view', async () => {
    const { element } = await root();
    element.isGadget = true;
    await rendered();
    expect(deepHas(element, '.history')).to.be.false;
    press(element, 'h', { altKey: true, code: 'KeyH' });
    await rendered();
    expect(deepHas(element, 'backchannel-my-history')).to.be.false;
  });

  it('uses the page’s tokens in the System theme, and its own when a theme was chosen', async () => {
    document.documentElement.style.setProperty('--vscode-editor-background', 'rgb(1, 2, 3)');
    try {
      const { element, workspace } = await root();
      expect(getComputedStyle(element).backgroundColor).to.equal('rgb(1, 2, 3)');
      workspace.push('overview', sampleOverview(withTheme('light')));
      await waitUntil(() => getComputedStyle(element).backgroundColor === 'rgb(255, 255, 255)');
    } finally {
      document.documentElement.style.removeProperty('--vscode-editor-background');
    }
  });

  it('shows nothing of the desk while it is locked, says so, and is unchanged when it is unlocked', async () => {
    const { element, workspace } = await root({ sessions: [sampleSession({ unread: 1 }), ENDED, sampleInvitation()] });
    element.titleCount = true;
    deepQuery(element, '.settings').click();
    await waitUntil(() => deepHas(element, 'dialog[open]'));
    const shown = deepQuery(element, '[role="tab"][aria-selected="true"]').textContent;
    workspace.push('overview', sampleOverview({ me: undefined, lock: { by: 'password', pending: 1, ringing: 0, unread: 4 } }));
    await waitUntil(() => deepHas(element, 'backchannel-lock-screen #password:focus') || deepHas(element, '#password:focus'));
    const text = deepElements(element.shadowRoot!)
      .map((part) => `${part.textContent} ${[...part.attributes].map(({ value }) => value).join(' ')}`)
      .join(' ');
    for (const secret of ['Bill', 'bmartin', 'Dana', 'Karim', 'Alice', 'invoice', 'aturner']) expect(text, secret).not.to.contain(secret);
    expect(deepHas(element, 'dialog')).to.be.false;
    expect(text).to.contain('The desk is locked.');
    expect(text).to.contain('4 unread');
    expect(document.title).to.match(/^\(5\) /);
    press(element, 'l', { altKey: true, code: 'KeyL' });
    press(element, 't', { altKey: true, code: 'KeyT' });
    expect(workspace.inputsOf('lock')).to.be.empty;
    workspace.push('overview', sampleOverview({ sessions: [sampleSession({ unread: 1 }), ENDED, sampleInvitation()] }));
    await waitUntil(() => deepHas(element, '[role="tab"][aria-selected="true"]'));
    expect(deepQuery(element, '[role="tab"][aria-selected="true"]').textContent).to.equal(shown);
    press(element, 'l', { altKey: true, code: 'KeyL' });
    expect(workspace.inputsOf('lock')).to.deep.equal([{}]);
    workspace.answer('lock', { refused: 'not-possible-now' });
    press(element, 'l', { altKey: true, code: 'KeyL' });
    const alert = deepQuery(deepQuery(element, 'backchannel-own-status-view'), '[role="alert"]');
    await waitUntil(() => alert.textContent.trim() !== '');
  });
});
