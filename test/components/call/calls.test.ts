import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/call/call-bar.ts';
import '../../../src/components/call/held-contacts.ts';
import '../../../src/components/im-window/im-window.ts';
import '../../../src/components/interaction-tab/interaction-list.ts';
import '../../../src/components/interaction-tab/interaction-tab.ts';
import '../../../src/components/interaction-tab/interaction-window.ts';
import type { VoiceCallView } from '../../../src/model/call/voice-call.ts';
import type { InteractionView } from '../../../src/model/interaction/interaction.ts';
import type { ImSessionView } from '../../../src/model/workspace.ts';
import { PARENT } from '../consultation-samples.ts';
import { deepElements, deepHas, deepQuery, deskFixture, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleCall, sampleContactCall, sampleOverview, sampleSession, sampleVoice } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const bar = (call: VoiceCallView) => html`<backchannel-call-bar .call=${call}></backchannel-call-bar>`;
const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim();
const wordsOf = ({ element }: Desk<HTMLElement>) => textOf(deepQuery(element, '.words'));
const names = ({ element }: Desk<HTMLElement>) =>
  deepElements(element.shadowRoot!)
    .filter((part) => part.localName === 'button')
    .map((button) => button.getAttribute('aria-label') ?? textOf(button));
const buttonNamed = (desk: Desk<HTMLElement>, name: string) =>
  deepElements(desk.element.shadowRoot!).find(
    (part) => part.localName === 'button' && (part.getAttribute('aria-label') ?? textOf(part)) === name,
  ) as HTMLElement;

describe('backchannel-held-contacts', () => {
  const heldSince = Date.now() - 42_000;
  const held = sampleVoice({ status: 'held', heldSince });
  const session = sampleSession({ parent: { ...PARENT, interactionId: 'call-c1', media: 'voice' } });
  const contacts = (changes: Partial<ImSessionView> = {}, call?: VoiceCallView) =>
    html`<backchannel-held-contacts .session=${{ ...session, ...changes }} .call=${call}></backchannel-held-contacts>`;

  itKeepsTheElementContract(
    'backchannel-held-contacts',
    () => contacts(),
    ({ workspace }) => workspace.push('overview', sampleOverview({ interactions: [held] })),
  );

  it('say for how long the contact waits, and bring them back', async () => {
    const desk = await deskFixture<HTMLElement>(contacts({}, sampleCall()));
    desk.workspace.push('overview', sampleOverview({ interactions: [held] }));
    await rendered();
    expect(textOf(deepQuery(desk.element, '.bar'))).to.match(/^Maria Lindqvist On hold 00:4\d Retrieve$/);
    desk.workspace.answer('retrieve', { refused: 'not-retrieved' });
    buttonNamed(desk, 'Retrieve Maria Lindqvist').click();
    expect(desk.workspace.inputsOf('retrieve')).to.deep.equal([{ of: 'interaction', id: 'call-c1' }]);
    await waitUntil(() => textOf(deepQuery(desk.element, '[role="alert"]')) !== '');
    desk.workspace.push('overview', sampleOverview({ interactions: [sampleVoice()] }));
    await waitUntil(() => !deepHas(desk.element, '.bar'));
  });

  for (const [whom, changes, call, isShown] of [
    [
      'whom the call put on hold, though they are not who is asked about',
      { parent: undefined },
      { heldLines: [{ of: 'call', id: 'c1' }] },
      true,
    ],
    ['nobody when another contact is on hold', { parent: undefined }, {}, false],
    [
      'nobody once the call has ended',
      { parent: undefined },
      { heldLines: [{ of: 'call', id: 'c1' }], state: { status: 'ended', reason: 'ended-here', at: 0 } },
      false,
    ],
    ['nobody to the colleague who was asked', { direction: 'incoming' }, {}, false],
  ] as const satisfies readonly (readonly [string, Partial<ImSessionView>, Partial<VoiceCallView>, boolean])[]) {
    it(`are ${whom}`, async () => {
      const desk = await deskFixture<HTMLElement>(contacts(changes, sampleCall(call)));
      desk.workspace.push('overview', sampleOverview({ interactions: [held] }));
      await rendered();
      expect(deepHas(desk.element, '.bar')).to.equal(isShown);
    });
  }

  it('stand in the IM window', async () => {
    const desk = await deskFixture<HTMLElement>(
      html`<backchannel-im-window-view style="height:500px" .session=${session}></backchannel-im-window-view>`,
    );
    desk.workspace.push('overview', sampleOverview({ interactions: [held] }));
    await waitUntil(() => buttonNamed(desk, 'Retrieve Maria Lindqvist') !== undefined);
  });
});

describe('backchannel-call-bar', () => {
  itKeepsTheElementContract(
    'backchannel-call-bar',
    () =>
      bar(
        sampleCall({
          isMuted: true,
          media: {
            connection: 'connected',
            microphone: 'refused',
            quality: { isPoor: true, lossPercent: 12, jitterMs: 84, roundTripMs: 420 },
          },
        }),
      ),
    () => undefined,
  );

  const since = Date.now() - 40_000;
  for (const [what, changes, words, buttons] of [
    ['is being made', { state: { status: 'inviting', expiresAt: 0, isRinging: false } }, 'Calling…', ['Cancel Call']],
    ['rings there', { state: { status: 'inviting', expiresAt: 0, isRinging: true } }, 'Ringing', ['Cancel Call']],
    ['looks for its way', { state: { status: 'connecting', acceptedAt: 0 } }, 'Connecting…', ['End Call']],
    ['goes on', {}, 'Connected 02:14', ['Hold', 'Mute', 'End Call']],
    ['is muted', { isMuted: true }, 'Connected 02:14 · muted', ['Hold', 'Mute', 'End Call']],
    ['is on hold', { heldSince: since }, 'On hold 00:40', ['Retrieve', 'Mute', 'End Call']],
    ['is held by the other side', { isHeldByPeer: true }, 'bmartin has put you on hold', ['Hold', 'Mute', 'End Call']],
    ['was interrupted', { media: { connection: 'interrupted', microphone: 'working' } }, 'Reconnecting…', ['Hold', 'Mute', 'End Call']],
    ['was ended by them', { state: { status: 'ended', reason: 'ended-by-peer', at: 0 } }, 'Ended: bmartin hung up', []],
    ['was rejected', { state: { status: 'ended', reason: 'rejected', at: 0 } }, 'Ended: rejected', []],
  ] as const satisfies readonly (readonly [string, Partial<VoiceCallView>, string, readonly string[]])[]) {
    it(`says that the call ${what}, and offers what is possible then`, async () => {
      const desk = await deskFixture<HTMLElement>(bar(sampleCall(changes)));
      expect(wordsOf(desk)).to.match(new RegExp(`^${words.replace(/(\d\d):(\d)\d/, '$1:$2\\d')}$`));
      expect(names(desk)).to.deep.equal(buttons);
      expect(deepQuery(desk.element, '[role="group"]').getAttribute('aria-label')).to.equal('Call with bmartin');
    });
  }

  it('says what to do about a call without a route, and of a lost one only that it was lost', async () => {
    const alertsOf = ({ element }: Desk<HTMLElement>) =>
      deepElements(element.shadowRoot!)
        .filter((part) => part.role === 'alert')
        .map(textOf)
        .join('');
    const ended = { status: 'ended', reason: 'connection-lost', at: 0 } as const;
    expect(alertsOf(await deskFixture<HTMLElement>(bar(sampleCall({ state: ended }))))).to.equal(
      "No connection to bmartin was found. Try again; if that doesn't help, ask your administrator for a call relay.",
    );
    expect(alertsOf(await deskFixture<HTMLElement>(bar(sampleCall({ state: { ...ended, since } }))))).to.equal('');
  });

  it('announces the state, without the running time', async () => {
    const desk = await deskFixture<HTMLElement>(bar(sampleCall()));
    expect(deepQuery(desk.element, '[role="status"]').textContent).to.equal('Connected');
    expect(deepQuery(desk.element, '[role="timer"]').textContent).to.match(/^02:1\d$/);
  });

  it("holds and retrieves a colleague's call by itself, a contact's by its interaction", async () => {
    const desk = await deskFixture<HTMLElement>(bar(sampleCall()));
    buttonNamed(desk, 'Hold').click();
    expect(desk.workspace.inputsOf('hold')).to.deep.equal([{ of: 'call', id: 'call-bmartin' }]);
    const other = await deskFixture<HTMLElement>(bar(sampleContactCall({ heldSince: since })));
    buttonNamed(other, 'Retrieve').click();
    expect(other.workspace.inputsOf('retrieve')).to.deep.equal([{ of: 'interaction', id: 'call-c1' }]);
  });

  it('mutes by a toggle, and ends the call', async () => {
    const desk = await deskFixture<HTMLElement>(bar(sampleCall({ isMuted: true })));
    const mute = buttonNamed(desk, 'Mute');
    expect(mute.getAttribute('aria-pressed')).to.equal('true');
    mute.click();
    buttonNamed(desk, 'End Call').click();
    expect(desk.workspace.inputsOf('muteCall')).to.deep.equal([{ callId: 'call-bmartin', isMuted: false }]);
    expect(desk.workspace.inputsOf('endCall')).to.deep.equal([{ callId: 'call-bmartin' }]);
  });

  it('shows the level only while somebody is heard', async () => {
    const desk = await deskFixture<HTMLElement>(bar(sampleCall()));
    desk.element.parentElement!.style.width = '900px';
    await waitUntil(() => desk.workspace.queries.some(({ kind }) => kind === 'call-level'));
    desk.workspace.push('call-level', { own: 0.5, peer: 0 });
    await rendered();
    expect(deepQuery(desk.element, '.level').style.inlineSize).to.equal('50%');
    for (const changes of [{ isMuted: true }, { heldSince: since }])
      expect(deepHas((await deskFixture<HTMLElement>(bar(sampleCall(changes)))).element, 'backchannel-call-level')).to.be.false;
  });

  it('says why nobody hears the agent, asks for the microphone if the page can, and tries again', async () => {
    let asked = 0;
    const desk = await deskFixture<HTMLElement>(bar(sampleCall({ media: { connection: 'connected', microphone: 'refused' } })), {
      askForMicrophone: () => Promise.resolve(void (asked += 1)),
    });
    expect(
      deepElements(desk.element.shadowRoot!)
        .filter((part) => part.matches('[role="alert"]'))
        .map(textOf)
        .join(''),
    ).to.contain("The browser doesn't allow the microphone: bmartin can't hear you.");
    buttonNamed(desk, 'Allow Microphone').click();
    await waitUntil(() => desk.workspace.inputsOf('retryMicrophone').length === 1);
    expect(asked).to.equal(1);
  });

  it('says that the browser is still asking if that takes long', async () => {
    const media = { connection: 'connected', microphone: 'starting' } as const;
    const asking = await deskFixture<HTMLElement>(bar(sampleCall({ media })));
    expect(textOf(deepQuery(asking.element, '.notice'))).to.equal(
      "The browser is still asking for the microphone: bmartin can't hear you.",
    );
    expect(deepHas(asking.element, '.notice button')).to.be.false;
    const justConnected = await deskFixture<HTMLElement>(bar(sampleCall({ media, state: { status: 'connected', since: Date.now() } })));
    expect(deepHas(justConnected.element, '.notice')).to.be.false;
  });

  it('says that the browser still refuses', async () => {
    const desk = await deskFixture<HTMLElement>(bar(sampleCall({ media: { connection: 'connected', microphone: 'missing' } })), {
      askForMicrophone: () => Promise.reject(new DOMException('', 'NotFoundError')),
    });
    buttonNamed(desk, 'Try Again').click();
    await waitUntil(() => textOf(deepQuery(desk.element, '[role="alert"]')) === 'No microphone was found. Plug one in and try again.');
    expect(desk.workspace.inputsOf('retryMicrophone')).to.be.empty;
  });

  it('gives figures when the connection is poor, and announces only that it is poor', async () => {
    const quality = { isPoor: true, lossPercent: 12.4, jitterMs: 84, roundTripMs: 420 };
    const desk = await deskFixture<HTMLElement>(bar(sampleCall({ media: { connection: 'connected', microphone: 'working', quality } })));
    expect(textOf(deepQuery(desk.element, '.notice'))).to.equal('Poor connection: 12 % lost, 84 ms jitter, 420 ms round trip');
    expect(
      deepElements(desk.element.shadowRoot!)
        .filter((part) => part.matches('[role="status"]'))
        .map(textOf),
    ).to.deep.equal(['Connected', 'The connection is poor']);
    const fine = await deskFixture<HTMLElement>(
      bar(sampleCall({ media: { connection: 'connected', microphone: 'working', quality: { ...quality, isPoor: false } } })),
    );
    expect(deepHas(fine.element, '.notice')).to.be.false;
  });

  it('says why something was refused', async () => {
    const desk = await deskFixture<HTMLElement>(bar(sampleCall({ heldSince: since })));
    desk.workspace.answer('retrieve', { refused: 'not-retrieved' });
    buttonNamed(desk, 'Retrieve').click();
    await waitUntil(
      () => textOf(deepQuery(desk.element, '[role="alert"]')) === 'That failed: the other party is still on hold. Try again.',
    );
  });

  it('shows markup in a name as text', async () => {
    const desk = await deskFixture<HTMLElement>(bar(sampleContactCall({ peerName: '<img src=x>' })));
    expect(deepHas(desk.element, 'img')).to.be.false;
    expect(deepQuery(desk.element, '.who').textContent).to.equal('<img src=x>');
  });
});

describe('a call in its session', () => {
  it('stands above the transcript, which stays open', async () => {
    const desk = await deskFixture<HTMLElement>(
      html`<backchannel-im-window-view style="height:500px" .session=${sampleSession()} .call=${sampleCall()}></backchannel-im-window-view>`,
    );
    await waitUntil(() => deepHas(desk.element, '[role="group"][aria-label="Call with bmartin"]'));
    expect(deepQuery(desk.element, 'backchannel-im-transcript').checkVisibility()).to.be.true;
    expect(deepQuery(desk.element, 'backchannel-im-composer').checkVisibility()).to.be.true;
    await expect(desk.element).to.be.accessible();
  });
});

describe('a contact whose call can be held', () => {
  const PHONE = sampleVoice({ id: 'crm-7', callId: undefined });
  const tab = (interaction: InteractionView, call?: VoiceCallView, isLeftOnHold = false) =>
    html`<backchannel-interaction-tab-view style="height:500px" .interaction=${interaction} .call=${call} .isLeftOnHold=${isLeftOnHold}></backchannel-interaction-tab-view>`;

  it("is held and retrieved by the page's telephony, too", async () => {
    const desk = await deskFixture<HTMLElement>(tab(PHONE));
    buttonNamed(desk, 'Hold').click();
    expect(desk.workspace.inputsOf('hold')).to.deep.equal([{ of: 'interaction', id: 'crm-7' }]);
    const held = await deskFixture<HTMLElement>(tab({ ...PHONE, status: 'held', heldSince: Date.now() - 133_000 }));
    expect(wordsOf(held)).to.match(/^Voice · On hold 02:1\d$/);
    buttonNamed(held, 'Retrieve').click();
    expect(held.workspace.inputsOf('retrieve')).to.deep.equal([{ of: 'interaction', id: 'crm-7' }]);
  });

  it('has one bar for a call in Backchannel’s own telephony, with nothing twice', async () => {
    const desk = await deskFixture<HTMLElement>(tab(sampleVoice(), sampleContactCall()));
    await waitUntil(() => deepHas(desk.element, '[role="group"]'));
    expect(names(desk).filter((name) => ['Hold', 'Retrieve', 'Close Interaction', 'Mark Done'].includes(name ?? ''))).to.deep.equal([
      'Hold',
    ]);
    await expect(desk.element).to.be.accessible();
  });

  it('is marked done once the call has ended', async () => {
    const desk = await deskFixture<HTMLElement>(tab(sampleVoice({ status: 'ended' })));
    expect(names(desk)).not.to.include('Close Interaction');
    buttonNamed(desk, 'Mark Done').click();
    expect(desk.workspace.inputsOf('abandonInteraction')).to.deep.equal([{ id: 'call-c1' }]);
  });

  it('shows a warning when it is left on hold', async () => {
    const desk = await deskFixture<HTMLElement>(tab({ ...PHONE, status: 'held', heldSince: Date.now() - 133_000 }, undefined, true));
    expect(textOf(deepQuery(desk.element, '.notice'))).to.contain('Maria Lindqvist has been on hold for more than a minute');
    await expect(desk.element).to.be.accessible();
  });
});

describe('calls among the interactions', () => {
  const held = { status: 'held', heldSince: Date.now() - 90_000 } as const;
  const consulting = sampleCall({ consultedInteractionId: 'call-c1' });
  const SESSION = sampleSession();
  const tabNames = ({ element }: Desk<HTMLElement>) =>
    deepElements(element.shadowRoot!)
      .filter((part) => part.matches('[role="tab"]'))
      .map((part) => part.getAttribute('aria-label'));

  for (const [what, interaction, calls, expected] of [
    ['on a call', sampleVoice(), [sampleContactCall()], ['Voice, Maria Lindqvist, on a call', 'bmartin']],
    [
      'on hold while a colleague is asked',
      sampleVoice(held),
      [sampleContactCall(), consulting],
      ['Voice, Maria Lindqvist, on hold', 'bmartin, on a call'],
    ],
    ['left on hold', sampleVoice(held), [sampleContactCall()], ['Voice, Maria Lindqvist, left on hold', 'bmartin']],
    ['a colleague on hold', sampleVoice(), [sampleCall({ heldSince: 1 })], ['Voice, Maria Lindqvist', 'bmartin, on hold']],
  ] as const) {
    it(`are named in the tab: ${what}`, async () => {
      const desk = await deskFixture<HTMLElement>(html`<backchannel-interaction-window></backchannel-interaction-window>`);
      desk.workspace.push('overview', sampleOverview({ interactions: [interaction], sessions: [SESSION], calls }));
      await rendered();
      expect(tabNames(desk)).to.deep.equal(expected);
      await expect(desk.element).to.be.accessible();
    });
  }

  it('are marked in the list too', async () => {
    const desk = await deskFixture<HTMLElement>(html`<backchannel-interaction-list></backchannel-interaction-list>`);
    desk.workspace.push(
      'overview',
      sampleOverview({ interactions: [sampleVoice(held)], sessions: [SESSION], calls: [sampleContactCall(), sampleCall()] }),
    );
    await rendered();
    expect(
      deepElements(desk.element.shadowRoot!)
        .filter((part) => part.matches('.meta'))
        .map(textOf),
    ).to.deep.equal(['Voice · left on hold', 'Connected · on a call']);
    await expect(desk.element).to.be.accessible();
  });

  it('are marked done with a key once ended', async () => {
    const desk = await deskFixture<HTMLElement>(html`<backchannel-interaction-window></backchannel-interaction-window>`, {
      activeTab: { of: 'interaction', id: 'call-c1' },
    });
    desk.workspace.push('overview', sampleOverview({ interactions: [sampleVoice({ status: 'ended' })] }));
    await rendered();
    deepQuery(desk.element, '[role="tab"]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }));
    await waitUntil(() => desk.workspace.inputsOf('abandonInteraction').length > 0);
    expect(desk.workspace.inputsOf('abandonInteraction')).to.deep.equal([{ id: 'call-c1' }]);
  });
});
