import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/im-window/im-window.ts';
import type { ImWindow } from '../../../src/components/im-window/im-window.ts';
import type { CommandName } from '../../../src/channel/contract.ts';
import type { ImSessionState } from '../../../src/model/session/im-session.ts';
import type { ImSessionView } from '../../../src/model/workspace.ts';
import { deepHas, deepQuery, deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import type { VoiceCallView } from '../../../src/model/call/voice-call.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';
import { NO_POLICY } from '../../../src/model/policy.ts';
import type { Overview } from '../../../src/model/workspace.ts';
import { PARENT } from '../consultation-samples.ts';
import { SAMPLE_TRANSCRIPT, sampleCall, sampleMessage, sampleOverview, sampleSession, sampleVoice } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const template = (session: ImSessionView = sampleSession()) =>
  html`<backchannel-im-window-view style="height:500px" .session=${session}></backchannel-im-window-view>`;

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

describe('backchannel-im-window-view', () => {
  itKeepsTheElementContract(
    'backchannel-im-window-view',
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

  describe('in which a group is asked', () => {
    const group = { kind: 'group', id: 'Billing', name: 'Billing' } as const;

    it('says before the first message who is asked', async () => {
      const session = sampleSession({ group, peer: '', peerLogon: 'Billing', peerName: 'Billing', state: { status: 'not-connected' } });
      const desk = await deskFixture<ImWindow>(template(session));
      expect(deepQuery(desk.element, '.notice').textContent).to.contain('Whoever is ready in Billing is asked');
    });

    it('tells a member that others are asked too, and lets them leave while they aren’t known to be the first', async () => {
      const session = sampleSession({ group, direction: 'incoming', state: { status: 'connecting', since: 0 } });
      const desk = await deskFixture<ImWindow>(template(session));
      expect(deepQuery(desk.element, '.words').textContent).to.match(/Connecting….*asked of everybody in Billing who is ready/s);
      deepQuery(desk.element, 'button[aria-label="End Session"]').click();
      expect(desk.workspace.inputsOf('endSession')).to.have.length(1);
    });

    it('tells a member who was slower who has answered', async () => {
      const state = { status: 'ended', reason: 'answered-by-colleague', at: 0 } as const;
      const session = sampleSession({ group, direction: 'incoming', answeredByName: 'Chen Wei', state });
      const desk = await deskFixture<ImWindow>(template(session));
      desk.workspace.push('transcript', {
        entries: [
          { kind: 'event', sessionId: session.id, id: 'answered-by-colleague', event: 'answered-by-colleague', position: 1, at: 0 },
        ],
        hasEarlier: false,
      });
      await rendered();
      expect(deepQuery(desk.element, '.words').textContent).to.contain('answered by Chen Wei');
      expect(deepQuery(desk.element, '.event').textContent).to.contain('Chen Wei answered bmartin');
    });

    it('that nobody has answered can be asked again', async () => {
      const state = { status: 'ended', reason: 'no-answer', at: 0 } as const;
      const desk = await deskFixture<ImWindow>(
        template(sampleSession({ group, peer: '', peerLogon: 'Billing', peerName: 'Billing', state })),
      );
      desk.workspace.push('overview', sampleOverview());
      await rendered();
      deepQuery(desk.element, 'button[aria-label="Ask Again"]').click();
      expect(desk.workspace.inputsOf('askGroup')[0]).to.deep.include({ group });
      await waitUntil(() => deepHas(desk.element, 'button[aria-label="Other Ways to Ask"]'));
    });

    it('in whose line the agent waits shows their place, and lets them leave it', async () => {
      const state = { status: 'inviting', expiresAt: 1, ringing: false, inLine: { place: 2 } } as const;
      const desk = await deskFixture<ImWindow>(
        template(sampleSession({ group, peer: '', peerLogon: 'Billing', peerName: 'Billing', state })),
      );
      expect(deepQuery(desk.element, '[role="status"]').getAttribute('aria-label')).to.equal('Billing, Waiting in Line');
      expect(deepQuery(desk.element, '.notice').textContent).to.contain('Your place in the line: 2.');
      deepQuery(desk.element, 'button[aria-label="Leave the Line"]').click();
      expect(desk.workspace.inputsOf('cancelInvitation')).to.have.length(1);
    });
  });

  describe('Voice', () => {
    const consultation = (changes: Partial<ImSessionView> = {}) =>
      sampleSession({ parent: { ...PARENT, interactionId: 'call-c1', media: 'voice' }, ...changes });

    it('calls beside the session', async () => {
      const desk = await deskFixture<ImWindow>(template());
      desk.workspace.push('overview', sampleOverview());
      await rendered();
      deepQuery(desk.element, 'button[aria-label="Voice"]').click();
      await waitUntil(() => desk.element.shadowRoot?.activeElement?.localName === 'backchannel-im-composer');
      const [given] = desk.workspace.inputsOf('call');
      expect([given?.sessionId, given?.target]).to.deep.equal(['session-bmartin', 'bmartin@support.example']);
    });

    it('is a voice consultation in a consultation that the agent began, and a call in one that they were asked in', async () => {
      for (const [direction, command] of [
        ['outgoing', 'consultByVoice'],
        ['incoming', 'call'],
      ] as const) {
        const desk = await deskFixture<ImWindow>(template(consultation({ direction })));
        desk.workspace.push('overview', sampleOverview({ interactions: [sampleVoice()] }));
        await rendered();
        deepQuery(desk.element, 'button[aria-label="Voice"]').click();
        expect(desk.workspace.inputsOf(command).map(({ sessionId }) => sessionId)).to.deep.equal(['session-bmartin']);
      }
    });

    it('says why it is not possible about a contact who can’t be put on hold; about an e-mail it is', async () => {
      const desk = await deskFixture<ImWindow>(template(consultation()));
      desk.workspace.push('overview', sampleOverview({ interactions: [sampleVoice({ canHold: false })] }));
      await rendered();
      const voice = deepQuery(desk.element, 'button[aria-label="Voice"]');
      expect(voice.getAttribute('aria-disabled')).to.equal('true');
      voice.click();
      await waitUntil(() => deepHas(desk.element, '[role="alert"] .notice'));
      expect(deepQuery(desk.element, '[role="alert"] .notice').textContent).to.contain("can't be put on hold");
      desk.workspace.push('overview', sampleOverview({ interactions: [sampleVoice({ canHold: false, media: 'email' })] }));
      await rendered();
      voice.click();
      expect(desk.workspace.inputsOf('consultByVoice')).to.have.length(1);
    });

    const withoutPrivilege = { ...NO_POLICY, privileges: { ...NO_POLICY.privileges, canCall: false } };
    for (const [what, session, overview, call] of [
      ['the agent may not call', {}, { policy: withoutPrivilege }, undefined],
      ['their program takes no calls', { isPlain: true }, {}, undefined],
      ['they are in a call already', {}, {}, sampleCall()],
      ['the session has not begun', { state: { status: 'inviting', expiresAt: 0, ringing: false } }, {}, undefined],
    ] as const satisfies readonly (readonly [string, Partial<ImSessionView>, Partial<Overview>, VoiceCallView | undefined])[]) {
      it(`is not there when ${what}`, async () => {
        const desk = await deskFixture<ImWindow>(
          html`<backchannel-im-window-view style="height:500px" .session=${sampleSession(session)} .call=${call}></backchannel-im-window-view>`,
        );
        desk.workspace.push('overview', sampleOverview(overview));
        await rendered();
        expect(deepHas(desk.element, 'button[aria-label="Voice"]')).to.equal(false);
      });
    }
  });

  describe('an ended session', () => {
    const ended = sampleSession({ state: { status: 'ended', reason: 'ended-by-peer', at: 0 } });
    const isFieldShown = (element: ImWindow) => deepQuery(element, 'textarea').checkVisibility();

    it('has no message field; the focus goes from there to what was said', async () => {
      const { element } = await deskFixture<ImWindow>(template());
      element.focus();
      await waitUntil(() => element.shadowRoot?.activeElement?.localName === 'backchannel-im-composer');
      expect(isFieldShown(element)).to.equal(true);
      element.session = ended;
      await waitUntil(() => element.shadowRoot?.activeElement?.localName === 'backchannel-im-transcript');
      expect(isFieldShown(element)).to.equal(false);
    });

    it('is begun anew by Message Again, which takes along what the agent had begun to write', async () => {
      const desk = await deskFixture<ImWindow>(template(ended));
      desk.workspace.push('overview', sampleOverview());
      desk.workspace.push('draft', { text: 'One more thing', writer: '' });
      await waitUntil(() => isFieldShown(desk.element));
      expect(deepQuery<HTMLTextAreaElement>(desk.element, 'textarea').readOnly).to.equal(true);
      desk.workspace.answer('invite', { sessionId: 'session-next' });
      deepQuery(desk.element, 'button[aria-label="Message Again"]').click();
      await waitUntil(() => desk.shown.length > 0);
      expect(desk.workspace.inputsOf('invite').map(({ target }) => target)).to.deep.equal(['bmartin@support.example']);
      expect(desk.workspace.inputsOf('saveDraft').map(({ sessionId, text }) => [sessionId, text])).to.deep.equal([
        ['session-next', 'One more thing'],
      ]);
      expect(desk.shown).to.deep.equal([tabOfSession('session-next')]);
    });

    it('of a consultation asks about the same interaction as long as it is open', async () => {
      const parent = { ...PARENT, interactionId: 'call-c1' };
      for (const [interactions, command] of [
        [[sampleVoice()], 'consult'],
        [[], 'invite'],
      ] as const) {
        const desk = await deskFixture<ImWindow>(template({ ...ended, parent }));
        desk.workspace.push('overview', sampleOverview({ interactions }));
        await rendered();
        deepQuery(desk.element, 'button[aria-label="Message Again"]').click();
        expect(desk.workspace.inputsOf(command)).to.have.length(1);
      }
    });
  });

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

  for (const [reason, words] of [
    ['rejected', 'Ended · rejected'],
    ['ended-here', 'Ended · you ended it'],
    ['ended-by-peer', 'Ended · Bill Martin ended it'],
    ['peer-left', 'Ended · Bill Martin left'],
  ] as const) {
    it(`says why and by whom it ended: ${words}`, async () => {
      const { element } = await deskFixture<ImWindow>(template(sampleSession({ state: { status: 'ended', reason, at: 0 } })));
      expect(deepQuery(element, '.words').textContent?.replace(/\s+/g, ' ').trim()).to.equal(words);
    });
  }

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
      html`<backchannel-im-window-view hidden .session=${sampleSession({ unread: 1 })}></backchannel-im-window-view>`,
    );
    await rendered();
    expect(desk.workspace.inputsOf('display')).to.be.empty;
  });

  it('does not count as displayed while it is invisible, and does as soon as it can be seen', async () => {
    const desk = await deskFixture<ImWindow>(
      html`<backchannel-im-window-view style="visibility: hidden" .session=${sampleSession({ unread: 1 })}></backchannel-im-window-view>`,
    );
    await new Promise<void>((resolve) => new IntersectionObserver(([entry]) => entry?.isIntersecting && resolve()).observe(desk.element));
    await rendered();
    expect(desk.workspace.inputsOf('display')).to.be.empty;
    desk.element.style.visibility = '';
    await waitUntil(() => desk.workspace.inputsOf('display').length === 1);
  });

  it('tells the host again that it is on screen, as long as the host knows that it can not be seen', async () => {
    const desk = await deskFixture<ImWindow>(template(sampleSession()));
    desk.workspace.answer('display', { refused: 'not-possible-now' });
    desk.element.session = sampleSession({ unread: 1 });
    await waitUntil(() => desk.workspace.inputsOf('display').length === 2);
    desk.workspace.answer('display', {});
    await waitUntil(() => desk.workspace.inputsOf('display').length === 3);
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

  it('says before anything is sent that the first message invites, and to whom the invitation isn’t shown', async () => {
    const state = { status: 'not-connected' } as const;
    const { element } = await deskFixture<ImWindow>(template(sampleSession({ state })));
    expect(deepQuery(element, '.notice').textContent).to.equal('bmartin is invited with your first message.');
    element.session = sampleSession({ state, isPeerInDoNotDisturb: true });
    await rendered();
    expect(deepQuery(element, '.notice').textContent).to.contain('bmartin is in Do Not Disturb');
    element.session = sampleSession({ isPeerInDoNotDisturb: true });
    await rendered();
    expect(deepHas(element, '.notice')).to.equal(false);
  });

  it('says that the peer types', async () => {
    const { element } = await deskFixture<ImWindow>(template(sampleSession({ isPeerTyping: true })));
    expect(deepQuery(element, '.typing').textContent).to.equal('bmartin is typing…');
  });

  it('says why there is no End Session if the agent may not end sessions', async () => {
    const { element } = await deskFixture<ImWindow>(
      html`<backchannel-im-window-view .session=${sampleSession()} .canRelease=${false}></backchannel-im-window-view>`,
    );
    expect(deepHas(element, 'button[aria-label="End Session"]')).to.be.false;
    expect(deepQuery(element, '.locked').textContent).to.contain("Your organization doesn't let you end sessions.");
  });
});
