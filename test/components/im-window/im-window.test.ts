import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/im-window/im-window.ts';
import type { ImWindow } from '../../../src/components/im-window/im-window.ts';
import type { CommandName } from '../../../src/channel/contract.ts';
import type { ImSessionState } from '../../../src/model/session/im-session.ts';
import type { ImSessionView } from '../../../src/model/workspace.ts';
import { deepHas, deepQuery, deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { SAMPLE_TRANSCRIPT, sampleMessage, sampleSession } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const template = (session: ImSessionView = sampleSession()) =>
  html`<backchannel-im-window style="height:500px" .session=${session}></backchannel-im-window>`;

const STATES: readonly (readonly [ImSessionState, string, readonly (readonly [string, CommandName])[]])[] = [
  [{ status: 'connected', since: 0 }, 'bmartin, Connected', [['End Session', 'endSession']]],
  [{ status: 'inviting', expiresAt: 0, ringing: false }, 'bmartin, Inviting', [['Cancel Invitation', 'cancelInvitation']]],
  [
    { status: 'invited', notification: 'dismissed', notificationExpiresAt: 0 },
    'bmartin, Invited',
    [
      ['Accept', 'accept'],
      ['Reject', 'reject'],
    ],
  ],
  [{ status: 'ended', reason: 'rejected', at: 0 }, 'bmartin, Ended', [['Mark Done', 'markDone']]],
  [{ status: 'not-connected' }, 'bmartin, Not Connected', [['Mark Done', 'markDone']]],
];

describe('backchannel-im-window', () => {
  itKeepsTheElementContract(
    'backchannel-im-window',
    () => template(),
    ({ workspace }) => {
      workspace.push('transcript', { entries: SAMPLE_TRANSCRIPT, hasEarlier: false });
    },
  );

  for (const [state, status, actions] of STATES) {
    it(`says "${status}" and offers ${actions.map(([label]) => label).join(', ')}`, async () => {
      const desk = await deskFixture<ImWindow>(template(sampleSession({ state })));
      const indicator = deepQuery(desk.element, '[role="status"]');
      expect(indicator.getAttribute('aria-label')).to.equal(status);
      expect(indicator.textContent).to.equal(status);
      for (const [label, command] of actions) {
        deepQuery(desk.element, `button[aria-label="${label}"]`).click();
        expect(desk.workspace.inputsOf(command)).to.deep.equal([{ sessionId: 'session-bmartin' }]);
      }
    });
  }

  it('shows a stranger by the whole address, and warns as long as the session goes on', async () => {
    const stranger = '\u26A0\uFE0E bob@evil.example';
    const session = sampleSession({ peer: 'bob@evil.example', peerLogon: stranger, peerName: stranger, isStranger: true });
    const { element } = await deskFixture<ImWindow>(template(session));
    expect(deepQuery(element, '[role="status"]').textContent).to.equal(`${stranger}, Connected`);
    expect(deepQuery(element, '.logon').textContent).to.equal(stranger);
    expect(deepQuery(element, '.notice').textContent).to.contain('Not from your organization');
    element.session = { ...session, state: { status: 'ended', reason: 'ended-here', at: 0 } };
    await rendered();
    expect(deepHas(element, '.notice')).to.equal(false);
  });

  it('says why it ended', async () => {
    const { element } = await deskFixture<ImWindow>(template(sampleSession({ state: { status: 'ended', reason: 'rejected', at: 0 } })));
    expect(deepQuery(element, '.words').textContent?.replace(/\s+/g, ' ').trim()).to.equal('Ended · rejected');
  });

  it('tells the host that it is on screen, once for each change, and not if there is nothing new', async () => {
    const desk = await deskFixture<ImWindow>(template(sampleSession({ unread: 1 })));
    await waitUntil(() => desk.workspace.inputsOf('display').length === 1);
    desk.element.session = sampleSession();
    await rendered();
    expect(desk.workspace.inputsOf('display')).to.have.length(1);
    desk.element.session = sampleSession({ unread: 1 });
    await waitUntil(() => desk.workspace.inputsOf('display').length === 2);
  });

  it('does not count what came as displayed while the agent reads further up, until they are back at the end', async () => {
    const desk = await deskFixture<ImWindow>(template(sampleSession()));
    const entries = Array.from({ length: 60 }, (_, index) => sampleMessage(index));
    desk.workspace.push('transcript', { entries, hasEarlier: false });
    await rendered();
    const log = deepQuery(desk.element, '[role="log"]');
    const scrollTo = async (top: number) => {
      const scrolled = new Promise((resolve) => log.addEventListener('scroll', resolve, { once: true }));
      log.scrollTop = top;
      await scrolled;
    };
    await scrollTo(100);
    desk.workspace.push('transcript', { entries: [...entries, sampleMessage(60)], hasEarlier: false });
    desk.element.session = sampleSession({ unread: 1 });
    await rendered();
    expect(desk.workspace.inputsOf('display')).to.be.empty;
    await scrollTo(log.scrollHeight);
    await waitUntil(() => desk.workspace.inputsOf('display').length === 1);
    // And by the button.
    await scrollTo(100);
    desk.workspace.push('transcript', { entries: [...entries, sampleMessage(60), sampleMessage(61)], hasEarlier: false });
    desk.element.session = sampleSession({ unread: 2 });
    await rendered();
    expect(desk.workspace.inputsOf('display')).to.have.length(1);
    deepQuery(desk.element, 'button.new').click();
    await waitUntil(() => desk.workspace.inputsOf('display').length === 2);
  });

  it('does not count as displayed while it is hidden', async () => {
    const desk = await deskFixture<ImWindow>(
      html`<backchannel-im-window hidden .session=${sampleSession({ unread: 1 })}></backchannel-im-window>`,
    );
    await rendered();
    expect(desk.workspace.inputsOf('display')).to.be.empty;
  });

  it('says that dropped files can not be sent, and keeps the page', async () => {
    const { element } = await deskFixture<ImWindow>(template());
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['PNG'], 'screenshot.png', { type: 'image/png' }));
    const log = deepQuery(element, '[role="log"]');
    const drop = (type: 'dragover' | 'drop') => {
      const event = new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true });
      log.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect([drop('dragover'), drop('drop')]).to.deep.equal([true, true]);
    await rendered();
    expect(deepQuery(element, 'backchannel-im-composer').shadowRoot?.textContent).to.contain("can't be sent");
  });

  it('says a refused action in words', async () => {
    const desk = await deskFixture<ImWindow>(template());
    desk.workspace.answer('endSession', { refused: 'unknown-session' });
    deepQuery(desk.element, 'button[aria-label="End Session"]').click();
    await waitUntil(() => deepHas(desk.element, '[role="alert"] .notice'));
    expect(deepQuery(desk.element, '[role="alert"] .notice').textContent).to.contain('This session is gone');
  });

  it('says that the peer types', async () => {
    const { element } = await deskFixture<ImWindow>(template(sampleSession({ isPeerTyping: true })));
    expect(deepQuery(element, '.typing').textContent).to.equal('bmartin is typing…');
  });

  it('says why there is no End Session if the agent may not end sessions', async () => {
    const { element } = await deskFixture<ImWindow>(
      html`<backchannel-im-window .session=${sampleSession()} .canRelease=${false}></backchannel-im-window>`,
    );
    expect(deepHas(element, 'button[aria-label="End Session"]')).to.be.false;
    expect(deepQuery(element, '.locked').textContent).to.contain("Your organization doesn't let you end sessions.");
  });
});
