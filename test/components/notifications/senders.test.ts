import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/settings/blocked-list.ts';
import type { BlockedList } from '../../../src/components/settings/blocked-list.ts';
import '../../../src/components/notifications/call-notifications.ts';
import type { CallNotifications } from '../../../src/components/notifications/call-notifications.ts';
import '../../../src/components/notifications/notifications.ts';
import type { Notifications } from '../../../src/components/notifications/notifications.ts';
import '../../../src/components/notifications/pending-list.ts';
import type { PendingList } from '../../../src/components/notifications/pending-list.ts';
import { pendingCount } from '../../../src/model/desk/session-lists.ts';
import type { ImSessionView } from '../../../src/model/workspace.ts';
import type { VoiceCallView } from '../../../src/model/call/voice-call.ts';
import { deepElements, deepHas, deepQuery, deskFixture, type Desk, press } from '../desk-fixture.ts';
import { rendered } from '../element-contract.ts';
import { sampleInvitation, sampleOverview } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const PEER = 'dortiz@support.example';

/** This many invitations of one colleague; the last is the newest. */
function invitations(count: number): readonly ImSessionView[] {
  return Array.from({ length: count }, (_, n) => ({ ...sampleInvitation(), id: `s${n}`, initialMessage: `Question ${n}` }));
}

function contactCalls(count: number, contacts = count): readonly VoiceCallView[] {
  return Array.from({ length: count }, (_, n) => ({
    id: `c${n}`,
    peer: `x${n % contacts}@guest.support.example`,
    peerLogon: `x${n}`,
    peerName: `Contact ${n % contacts}`,
    party: { kind: 'contact' as const, contact: { name: `Contact ${n % contacts}`, number: '', topic: '', page: '', group: '' } },
    direction: 'incoming' as const,
    state: { status: 'invited' as const, expiresAt: Date.now() + 60_000 },
    heldLines: [],
    isHeldByPeer: false,
    isMuted: false,
    createdAt: Date.now(),
  }));
}

const dialogs = (desk: Desk<Element>) =>
  deepElements(desk.element.shadowRoot!).filter((element) => element.matches('[role="alertdialog"]'));
const titles = (desk: Desk<Element>) => dialogs(desk).map((dialog) => dialog.querySelector('h2')?.textContent);

function button(desk: Desk<Element>, name: string): HTMLElement {
  return deepElements(desk.element.shadowRoot!).find(
    (element) => element.localName === 'button' && (element.getAttribute('aria-label') ?? element.textContent?.trim()) === name,
  ) as HTMLElement;
}

function menuItems(desk: Desk<Element>): HTMLElement[] {
  return deepElements(desk.element.shadowRoot!).filter((element): element is HTMLElement => element.matches('[role="menuitem"]'));
}

async function openMenu(desk: Desk<Element>, name: string): Promise<readonly HTMLElement[]> {
  button(desk, name).click();
  await waitUntil(() => menuItems(desk).length > 0);
  return menuItems(desk);
}

describe('many invitations of one colleague', () => {
  const open = async (sessions: readonly ImSessionView[]) => {
    const desk = await deskFixture<Notifications>(html`<backchannel-notifications-view></backchannel-notifications-view>`);
    desk.workspace.push('overview', sampleOverview({ sessions }));
    await rendered();
    return desk;
  };

  it('are one notification with a count, and don’t hide those of others', async () => {
    const desk = await open([sampleInvitation({ peerLogon: 'a', peerName: 'Other' }), ...invitations(10)]);
    expect(titles(desk)).to.deep.equal(['Instant message from Other', '10 instant messages from Dana Ortiz']);
    expect(deepHas(desk.element, '.more')).to.be.false;
  });

  it('are told once to a screen reader, with their number', async () => {
    const desk = await open(invitations(4));
    expect(deepQuery(desk.element, '[aria-live="assertive"]').textContent).to.contain('4 instant messages from Dana Ortiz');
  });

  it('have one Accept, for the newest, and a Reject All', async () => {
    const desk = await open(invitations(4));
    button(desk, 'Accept').click();
    button(desk, 'Reject All').click();
    await rendered();
    expect(desk.workspace.inputsOf('accept')).to.deep.equal([{ sessionId: 's3' }]);
    expect(desk.workspace.inputsOf('rejectAll')).to.deep.equal([{ target: PEER }]);
  });

  it('keep the focus where it is when one more comes', async () => {
    const desk = await open(invitations(2));
    const accept = button(desk, 'Accept');
    accept.focus();
    desk.workspace.push('overview', sampleOverview({ sessions: invitations(3) }));
    await rendered();
    expect(desk.element.shadowRoot!.activeElement).to.equal(accept);
  });

  it('have a menu, by keyboard too, that blocks their sender, and says so', async () => {
    const desk = await open(invitations(1));
    const [rejectAll, block] = await openMenu(desk, 'More for Dana Ortiz');
    expect([rejectAll, block].map((item) => item?.getAttribute('aria-label'))).to.deep.equal([
      'Reject all from Dana Ortiz',
      'Block Dana Ortiz',
    ]);
    press(rejectAll!, 'ArrowDown');
    press(block!, 'Enter');
    await waitUntil(() => desk.workspace.inputsOf('block').length > 0);
    expect(desk.workspace.inputsOf('block')).to.deep.equal([{ target: PEER }]);
    await rendered();
    expect(deepQuery(desk.element, '[role="status"]').textContent).to.contain('Dana Ortiz is blocked');
  });

  it('can’t be blocked if the server doesn’t support it', async () => {
    const desk = await open(invitations(1));
    desk.workspace.push('overview', sampleOverview({ sessions: invitations(1), blocklist: { peers: [], isOnServer: false } }));
    await rendered();
    const items = await openMenu(desk, 'More for Dana Ortiz');
    expect(items.map((item) => item?.getAttribute('aria-label'))).to.deep.equal(['Reject all from Dana Ortiz']);
  });

  it('count as one of the pending invitations', () => {
    expect(pendingCount(sampleOverview({ sessions: invitations(10), calls: contactCalls(12) }))).to.equal(2);
  });
});

describe('the list of what is pending', () => {
  it('reject one with a word by the sender’s menu', async () => {
    const desk = await deskFixture(html`<backchannel-pending-list-view></backchannel-pending-list-view>`);
    desk.workspace.push('overview', sampleOverview({ sessions: invitations(1) }));
    await rendered();
    const items = await openMenu(desk, 'More for Dana Ortiz');
    items.find((item) => item.textContent?.includes('In a call'))?.click();
    await waitUntil(() => desk.workspace.inputsOf('reject').length > 0);
    expect(desk.workspace.inputsOf('reject')).to.deep.equal([{ sessionId: 's0', text: 'In a call' }]);
  });

  it('shows the newest three of one sender and a number, with Reject All and Block', async () => {
    const desk = await deskFixture<PendingList>(html`<backchannel-pending-list-view></backchannel-pending-list-view>`);
    desk.workspace.push('overview', sampleOverview({ sessions: invitations(10), areNotificationsHeld: true }));
    await rendered();
    expect(deepElements(desk.element.shadowRoot!).filter((element) => element.matches('.row'))).to.have.length(3);
    expect(deepQuery(desk.element, '.more').textContent).to.equal('7 more from Dana Ortiz');
    const items = await openMenu(desk, 'More for Dana Ortiz');
    items.find((item) => item.textContent?.includes('Reject all'))?.click();
    expect(desk.workspace.inputsOf('rejectAll')).to.deep.equal([{ target: PEER }]);
  });
});

describe('many calls of contacts', () => {
  const open = async (calls: readonly VoiceCallView[]) => {
    const desk = await deskFixture<CallNotifications>(html`<backchannel-call-notifications></backchannel-call-notifications>`);
    desk.workspace.push('overview', sampleOverview({ calls }));
    await rendered();
    return desk;
  };

  it('are one notification, whose Accept takes the contact who has waited longest', async () => {
    const desk = await open(contactCalls(12));
    expect(titles(desk)).to.deep.equal(['12 calls from contacts']);
    button(desk, 'Accept').click();
    button(desk, 'Reject All').click();
    await rendered();
    expect(desk.workspace.inputsOf('acceptCall')).to.deep.equal([{ callId: 'c0' }]);
    expect(desk.workspace.inputsOf('rejectAll')).to.deep.equal([{}]);
  });

  it('are two notifications if two contacts call, and one if one calls again', async () => {
    expect(titles(await open(contactCalls(2)))).to.deep.equal(['Call from Contact 0', 'Call from Contact 1']);
    expect(titles(await open(contactCalls(2, 1)))).to.deep.equal(['2 calls from Contact 0']);
  });

  it('say why a contact is not blocked', async () => {
    const desk = await open(contactCalls(1));
    const [, block] = await openMenu(desk, 'More for Contact 0');
    expect(block?.getAttribute('aria-disabled')).to.equal('true');
    expect(block?.textContent).to.contain('new address each time');
    block!.click();
    expect(desk.workspace.inputsOf('block')).to.be.empty;
  });
});

describe('backchannel-blocked-list', () => {
  it('is accessible, lists who is blocked, unblocks, and says if the server doesn’t support blocking', async () => {
    const desk = await deskFixture<BlockedList>(html`<backchannel-blocked-list></backchannel-blocked-list>`);
    const peers = [{ address: PEER, peerLogon: 'dortiz', peerName: 'Dana Ortiz' }];
    desk.workspace.push('overview', sampleOverview({ blocklist: { peers, isOnServer: false } }));
    await rendered();
    expect(deepQuery(desk.element, 'li').textContent).to.contain('Dana Ortiz').and.to.contain(PEER);
    expect(desk.element.shadowRoot!.textContent).to.contain("Your server can't block");
    await expect(desk.element).to.be.accessible();
    button(desk, 'Unblock Dana Ortiz').click();
    await rendered();
    expect(desk.workspace.inputsOf('unblock')).to.deep.equal([{ target: PEER }]);
  });
});
