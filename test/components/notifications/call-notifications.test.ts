import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/notifications/call-notifications.ts';
import '../../../src/components/notifications/notifications.ts';
import '../../../src/components/notifications/pending-list.ts';
import type { Notifications } from '../../../src/components/notifications/notifications.ts';
import type { Overview } from '../../../src/model/workspace.ts';
import type { CallEndReason, VoiceCallView } from '../../../src/model/call/voice-call.ts';
import { deepElements, deepHas, deepQuery, deskFixture, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleCall, sampleContactCall, sampleOverview, sampleSession, sampleVoice } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { tabOfSession, type TabRef } from '../../../src/model/desk/tab-ref.ts';

const TEMPLATE = html`<backchannel-notifications-view></backchannel-notifications-view>`;
const RINGING = { status: 'invited', expiresAt: Date.now() + 900_000 } as const;
const CONTACT = sampleContactCall({ state: RINGING });
const COLLEAGUE = sampleCall({ direction: 'incoming', state: RINGING });
const PARENT = { interactionId: 'x', media: 'voice', contactName: 'Maria Lindqvist', isClosed: false, version: 1 } as const;

async function notifications(changes: Partial<Overview>, activeTab?: TabRef): Promise<Desk<Notifications>> {
  const desk = await deskFixture<Notifications>(TEMPLATE, { activeTab });
  desk.workspace.push('overview', sampleOverview(changes));
  await rendered();
  return desk;
}
const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim();
const dialogs = ({ element }: Desk<HTMLElement>) =>
  deepElements(element.shadowRoot!).filter((part) => part.matches('[role="alertdialog"]'));
const buttonNamed = (desk: Desk<HTMLElement>, name: string) =>
  deepElements(desk.element.shadowRoot!).find(
    (part) => part.localName === 'button' && (part.getAttribute('aria-label') ?? textOf(part)) === name,
  ) as HTMLElement;
/** The call ends, and whoever follows is told. */
async function end(
  { workspace }: Desk<HTMLElement>,
  reason: CallEndReason,
  call: VoiceCallView,
  interactions: Overview['interactions'] = [],
  since?: number,
): Promise<void> {
  const state = { status: 'ended', reason, at: 1, ...(since === undefined ? {} : { since }) } as const;
  workspace.push('overview', sampleOverview({ calls: [{ ...call, heldLines: [], state }], interactions }));
  workspace.tell({ of: 'call', name: 'call-ended', was: call.state.status, at: 1, reason, call: { ...call, state } });
  await rendered();
}
const outcome = (desk: Desk<HTMLElement>) => textOf(deepQuery(desk.element, '.outcome'));

describe('the notification of a call', () => {
  itKeepsTheElementContract(
    'backchannel-call-notifications',
    () => TEMPLATE,
    ({ workspace }) => {
      workspace.push('overview', sampleOverview({ calls: [CONTACT], interactions: [sampleVoice({ status: 'held', heldSince: 1 })] }));
    },
  );

  it('shows a contact’s name, page, group and topic', async () => {
    const desk = await notifications({ calls: [CONTACT] });
    const [dialog] = dialogs(desk);
    expect(dialog?.querySelector('h2')?.textContent).to.equal('Call from Maria Lindqvist');
    expect(textOf(dialog!)).to.contain('+46 8 123 456 · Billing').and.to.contain('Invoice 20931');
    expect(
      deepElements(desk.element.shadowRoot!)
        .filter((part) => part.matches('[aria-live="assertive"]'))
        .map(textOf)
        .join(''),
    ).to.equal('Call from Maria Lindqvist. Press F6 to answer.');
  });

  it('warns of a stranger, and shows the address with its mark as the heading', async () => {
    const stranger = '\u26A0\uFE0E bob@evil.example';
    const desk = await notifications({
      calls: [{ ...COLLEAGUE, peer: 'bob@evil.example', peerLogon: stranger, peerName: stranger, isStranger: true }],
    });
    const [dialog] = dialogs(desk);
    expect(dialog?.querySelector('h2')?.textContent).to.equal(`Voice call from ${stranger}`);
    expect(textOf(dialog!)).to.contain('Not from your organization');
  });

  it('is given the focus by F6, before an invitation', async () => {
    const desk = await notifications({ calls: [CONTACT] });
    expect(desk.element.isEmpty).to.be.false;
    desk.element.focus();
    expect(buttonNamed(desk, 'Accept').matches(':focus')).to.be.true;
  });

  it('accepts a contact’s call, and shows its interaction', async () => {
    const desk = await notifications({ calls: [CONTACT] });
    buttonNamed(desk, 'Accept').click();
    await waitUntil(() => desk.shown.length > 0);
    expect(desk.workspace.inputsOf('acceptCall')).to.deep.equal([{ callId: 'c1' }]);
    expect(desk.shown).to.deep.equal([{ of: 'interaction', id: 'call-c1' }]);
  });

  it("accepts a colleague's call, and shows the session that the host names", async () => {
    const desk = await notifications({ calls: [COLLEAGUE] });
    desk.workspace.answer('acceptCall', { sessionId: 'other' });
    buttonNamed(desk, 'Accept').click();
    await waitUntil(() => desk.shown.length > 0);
    expect(desk.shown).to.deep.equal([tabOfSession('other')]);
  });

  it('shows only the reason when accepting was refused', async () => {
    const desk = await notifications({ calls: [COLLEAGUE] });
    desk.workspace.answer('acceptCall', { refused: 'unknown-call' });
    buttonNamed(desk, 'Accept').click();
    await waitUntil(() =>
      desk.element.shadowRoot!.querySelector('backchannel-call-notifications')?.shadowRoot?.textContent?.includes('This call is over.'),
    );
    expect(desk.shown).to.be.empty;
  });

  it('rejects', async () => {
    const desk = await notifications({ calls: [COLLEAGUE] });
    buttonNamed(desk, 'Reject').click();
    expect(desk.workspace.inputsOf('rejectCall')).to.deep.equal([{ callId: 'call-bmartin' }]);
  });

  for (const [what, changes, title, details] of [
    ['a call', { calls: [COLLEAGUE] }, 'Voice call from Bill Martin', 'bmartin'],
    [
      'a call that continues a session',
      { calls: [COLLEAGUE], sessions: [sampleSession()] },
      'Voice call from Bill Martin',
      'bmartin · continues your instant messages',
    ],
    [
      'a consultation with nothing before it',
      { calls: [{ ...COLLEAGUE, parent: PARENT, highlights: [{ key: 'Topic', type: 'text', value: 'Invoice' }] }] },
      'Voice consultation from Bill Martin',
      'bmartin · consultation on Voice, Maria Lindqvist Topic: Invoice',
    ],
    [
      'a consultation that continues an IM',
      { calls: [COLLEAGUE], sessions: [sampleSession({ parent: PARENT })] },
      'Voice consultation from Bill Martin',
      'bmartin · consultation on Voice, Maria Lindqvist · continues your instant messages',
    ],
    [
      'a call during another',
      { calls: [sampleContactCall(), COLLEAGUE] },
      'Voice call from Bill Martin',
      'bmartin Accepting puts your call with Maria Lindqvist on hold.',
    ],
  ] as const satisfies readonly (readonly [string, Partial<Overview>, string, string])[]) {
    it(`shows what a colleague’s call is about: ${what}`, async () => {
      const desk = await notifications(changes);
      const [dialog] = dialogs(desk);
      expect(dialog?.querySelector('h2')?.textContent).to.equal(title);
      expect(textOf(dialog!.querySelector('[id^="text-"]')!)).to.equal(details);
      await expect(desk.element).to.be.accessible();
    });
  }

  it('is held back in Do Not Disturb, unless the agent opens it; the list of what is pending has its answers', async () => {
    const held = { calls: [CONTACT], areNotificationsHeld: true };
    const desk = await notifications(held);
    expect(dialogs(desk)).to.be.empty;
    desk.element.recalled = { of: 'call', id: 'c1' };
    await rendered();
    expect(dialogs(desk)).to.have.length(1);
    expect(buttonNamed(desk, 'Accept').matches(':focus')).to.be.true;

    const list = await deskFixture<HTMLElement>(html`<backchannel-pending-list-view></backchannel-pending-list-view>`);
    list.workspace.push('overview', sampleOverview(held));
    await waitUntil(() => deepHas(list.element, '[aria-label="Accept the call from Maria Lindqvist"]'));
    await expect(list.element).to.be.accessible();
    buttonNamed(list, 'Reject the call from Maria Lindqvist').click();
    expect(list.workspace.inputsOf('rejectCall')).to.deep.equal([{ callId: 'c1' }]);
  });

  it('goes when the call is taken back, and says that it was missed', async () => {
    const desk = await notifications({ calls: [CONTACT] });
    await end(desk, 'missed', CONTACT);
    expect(dialogs(desk)).to.be.empty;
    expect(outcome(desk)).to.equal('You missed a call from Maria Lindqvist');
  });
});

describe('the outcome of a call', () => {
  const inviting = sampleCall({ state: { status: 'inviting', expiresAt: 0, isRinging: true } });

  for (const [reason, words] of [
    ['rejected', 'bmartin rejected your call'],
    ['no-answer', "bmartin didn't answer your call"],
    ['unreachable', "bmartin can't be reached by a call right now"],
    ['ended-by-peer', 'bmartin ended the call'],
    ['connection-lost', "No connection to bmartin was found. Try again; if that doesn't help, ask your administrator for a call relay"],
  ] as const) {
    it(`is told while something else is on screen: ${reason}`, async () => {
      const desk = await notifications({ calls: [inviting] });
      await end(desk, reason, inviting);
      expect(outcome(desk)).to.equal(words);
    });
  }

  it('distinguishes a lost connection from one that was never made', async () => {
    const desk = await notifications({ calls: [sampleCall()] });
    await end(desk, 'connection-lost', sampleCall(), [], 0);
    expect(outcome(desk)).to.equal('The connection to bmartin was lost');
  });

  it('is told with the contact’s name', async () => {
    const desk = await notifications({ calls: [sampleContactCall()], interactions: [held] });
    await end(desk, 'ended-by-peer', sampleContactCall(), [sampleVoice({ status: 'ended' })]);
    expect(outcome(desk)).to.equal('Maria Lindqvist ended the call');
  });

  it('is not told if the call is on screen, or if the agent has ended it', async () => {
    const desk = await notifications({ calls: [inviting] }, tabOfSession('session-bmartin'));
    await end(desk, 'rejected', inviting);
    expect(deepHas(desk.element, '.outcome')).to.be.false;
    const other = await notifications({ calls: [inviting] });
    await end(other, 'cancelled', inviting);
    expect(deepHas(other.element, '.outcome')).to.be.false;
  });

  const consultation = { ...inviting, consultedInteractionId: 'call-c1' };
  const held = sampleVoice({ status: 'held', heldSince: Date.now() });

  it('says, whatever the agent looks at, that the contact was retrieved', async () => {
    const desk = await notifications({ calls: [consultation], interactions: [held] }, tabOfSession('session-bmartin'));
    await end(desk, 'rejected', consultation, [sampleVoice()]);
    expect(outcome(desk)).to.equal('bmartin rejected your call. Maria Lindqvist was retrieved.');
  });

  it('says the same of a contact who was put on hold for a plain call', async () => {
    const plain = { ...inviting, heldLines: [{ of: 'call', id: 'c1' }] } as const;
    const desk = await notifications({ calls: [plain], interactions: [held] }, tabOfSession('session-bmartin'));
    await end(desk, 'cancelled', plain, [sampleVoice()]);
    expect(outcome(desk)).to.equal('You cancelled the call. Maria Lindqvist was retrieved.');
  });

  it('says that the contact is still on hold if that lasts, and retrieves them', async () => {
    const desk = await notifications({ calls: [consultation], interactions: [held] });
    await end(desk, 'no-answer', consultation, [held]);
    expect(outcome(desk)).to.equal("bmartin didn't answer your call");
    await waitUntil(() => outcome(desk) === "bmartin didn't answer your call. Maria Lindqvist is still on hold.");
    buttonNamed(desk, 'Retrieve Maria Lindqvist').click();
    expect(desk.workspace.inputsOf('retrieve')).to.deep.equal([{ of: 'interaction', id: 'call-c1' }]);
  });
});

describe('a call in which the agent is not heard', () => {
  const unheard = sampleCall({ media: { connection: 'connected', microphone: 'unplugged' } });

  it('is reported while something else is on screen, and shown from there', async () => {
    const desk = await notifications({ calls: [unheard] });
    expect(outcome(desk)).to.equal("The microphone was unplugged: bmartin can't hear you.");
    await expect(desk.element).to.be.accessible();
    deepQuery(desk.element, '.outcome').click();
    expect(desk.shown).to.deep.equal([tabOfSession('session-bmartin')]);
    expect(deepHas((await notifications({ calls: [unheard] }, tabOfSession('session-bmartin'))).element, '.outcome')).to.be.false;
  });
});

describe('a contact who is left on hold', () => {
  const left = sampleVoice({ status: 'held', heldSince: Date.now() - 61_000 });
  const words = 'Maria Lindqvist has been on hold for more than a minute, and you are asking nobody about it.';
  const said = ({ element }: Desk<HTMLElement>) =>
    textOf(deepElements(element.shadowRoot!).findLast((part) => part.matches('[role="alert"]'))!);

  it('is reported, and shown and retrieved from there', async () => {
    const desk = await notifications({ interactions: [left] });
    expect(said(desk)).to.equal(words);
    await expect(desk.element).to.be.accessible();
    deepQuery(desk.element, '.left .outcome').click();
    expect(desk.shown).to.deep.equal([{ of: 'interaction', id: 'call-c1' }]);
    buttonNamed(desk, 'Retrieve Maria Lindqvist').click();
    expect(desk.workspace.inputsOf('retrieve')).to.deep.equal([{ of: 'interaction', id: 'call-c1' }]);
  });

  it('is only announced if the agent looks at it', async () => {
    const desk = await notifications({ interactions: [left] }, { of: 'interaction', id: 'call-c1' });
    expect(said(desk)).to.equal(words);
    expect(deepHas(desk.element, '.left')).to.be.false;
  });

  it('is not reported while a colleague is asked by voice, or within the first minute', async () => {
    for (const changes of [
      { interactions: [left], calls: [sampleCall({ consultedInteractionId: 'call-c1' })] },
      { interactions: [left], calls: [sampleCall({ heldLines: [{ of: 'call', id: 'c1' }] })] },
      { interactions: [{ ...left, heldSince: Date.now() - 30_000 }], calls: [] },
    ]) {
      const desk = await notifications(changes);
      expect(said(desk)).to.equal('');
    }
  });
});
