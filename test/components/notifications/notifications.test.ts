import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/notifications/notifications.ts';
import type { Notifications } from '../../../src/components/notifications/notifications.ts';
import type { ImSessionView } from '../../../src/model/workspace.ts';
import { deepElements, deepHas, deepQuery, deskFixture, press, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleInvitation, sampleOverview, sampleSession, sampleSessionHappening } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';

const TEMPLATE = html`<backchannel-notifications-view></backchannel-notifications-view>`;

async function notifications(sessions: readonly ImSessionView[], activeId?: string): Promise<Desk<Notifications>> {
  const desk = await deskFixture<Notifications>(TEMPLATE, { activeTab: activeId === undefined ? undefined : tabOfSession(activeId) });
  desk.workspace.push('overview', sampleOverview({ sessions }));
  await rendered();
  return desk;
}

function buttonNamed(desk: Desk<Notifications>, name: string): HTMLElement {
  const found = deepElements(desk.element.shadowRoot!).find(
    (element) => element.localName === 'button' && (element.getAttribute('aria-label') ?? element.textContent?.trim()) === name,
  );
  return found as HTMLElement;
}

describe('backchannel-notifications-view', () => {
  itKeepsTheElementContract(
    'backchannel-notifications-view',
    () => TEMPLATE,
    ({ workspace }) => {
      workspace.push('overview', sampleOverview({ sessions: [sampleInvitation()] }));
    },
  );

  it('shows who asks and the first message, without taking the focus', async () => {
    const focused = document.activeElement;
    const desk = await notifications([sampleInvitation()]);
    const dialog = deepQuery(desk.element, '[role="alertdialog"]');
    expect(dialog.querySelector('h2')?.textContent).to.equal('Instant message from Dana Ortiz');
    expect(dialog.querySelector('blockquote')?.textContent).to.contain('invoice 20931');
    expect(document.activeElement).to.equal(focused);
  });

  it('says that a group is called, and by whom', async () => {
    const group = { kind: 'group', id: 'Billing', name: 'Billing' } as const;
    const desk = await notifications([sampleInvitation({ group, askedAs: 'call' })]);
    const dialog = deepQuery(desk.element, '[role="alertdialog"]');
    expect(dialog.querySelector('h2')?.textContent).to.equal('Call from Dana Ortiz');
    expect(dialog.textContent).to.contain('call to everybody in Billing who is ready');
  });

  it('warns of a stranger, and shows the address with its mark as the heading', async () => {
    const stranger = '\u26A0\uFE0E bob@evil.example';
    const desk = await notifications([
      sampleInvitation(),
      sampleInvitation({ id: 'from-outside', peer: 'bob@evil.example', peerLogon: stranger, peerName: stranger, isStranger: true }),
    ]);
    const [colleague, outside] = deepElements(desk.element.shadowRoot!).filter((element) => element.getAttribute('role') === 'alertdialog');
    expect(outside?.querySelector('h2')?.textContent).to.equal(`Instant message from ${stranger}`);
    expect(outside?.textContent).to.contain('Not from your organization');
    expect(colleague?.textContent).not.to.contain('Not from your organization');
  });

  it('accepts, and shows the interaction', async () => {
    const desk = await notifications([sampleInvitation()]);
    buttonNamed(desk, 'Accept').click();
    await waitUntil(() => desk.shown.length > 0);
    expect(desk.workspace.inputsOf('accept')).to.deep.equal([{ sessionId: 'session-dortiz' }]);
    expect(desk.shown).to.deep.equal([tabOfSession('session-dortiz')]);
  });

  it('rejects with a word that the agent has set, or else with one of ours', async () => {
    const desk = await notifications([sampleInvitation()]);
    const words = async () => {
      buttonNamed(desk, 'Turn Down Dana Ortiz with a Word').click();
      await waitUntil(() => deepHas(desk.element, '[role="menuitem"]:focus'));
      return deepElements(desk.element.shadowRoot!).filter((element): element is HTMLElement => element.matches('[role="menuitem"]'));
    };
    const ours = await words();
    expect(ours.map((item) => item.textContent?.trim())).to.deep.equal([
      'Reject: “In 2 minutes”',
      'Reject: “In a call”',
      'Reject: “Later”',
    ]);
    press(ours[0]!, 'Escape');
    const settings = { ...sampleOverview().settings, rejectionWords: ' Gleich ;;In a meeting; Gleich' };
    desk.workspace.push('overview', sampleOverview({ sessions: [sampleInvitation()], settings }));
    await rendered();
    const set = await words();
    expect(set.map((item) => item.textContent?.trim())).to.deep.equal(['Reject: “Gleich”', 'Reject: “In a meeting”']);
    set[0]?.click();
    await waitUntil(() => desk.workspace.inputsOf('reject').length > 0);
    expect(desk.workspace.inputsOf('reject')).to.deep.equal([{ sessionId: 'session-dortiz', text: 'Gleich' }]);
  });

  it('tells the inviter what was said to a rejection', async () => {
    const desk = await notifications([]);
    desk.workspace.tell(sampleSessionHappening({ name: 'session-ended', reason: 'rejected', text: 'In 2 minutes' }));
    await waitUntil(() => deepHas(desk.element, '.outcome'));
    expect(deepQuery(desk.element, '.outcome').textContent?.trim()).to.equal('bmartin rejected your invitation: “In 2 minutes”');
  });

  it('takes no press that was meant for what was there before it appeared or moved', async () => {
    const takes = ({ element }: Desk<Notifications>) =>
      [...element.shadowRoot!.querySelectorAll('.primary')].map((button) => {
        const { x, y, width, height } = button.getBoundingClientRect();
        return element.shadowRoot!.elementFromPoint(x + width / 2, y + height / 2)?.closest('button') === button;
      });
    const desk = await notifications([sampleInvitation()]);
    expect(takes(desk)).to.deep.equal([false]);
    await waitUntil(() => takes(desk).every(Boolean));
    const another = sampleInvitation({ id: 'another', peer: 'bmartin@support.example', peerLogon: 'bmartin', peerName: 'Bea Martin' });
    desk.workspace.push('overview', sampleOverview({ sessions: [sampleInvitation(), another] }));
    await rendered();
    expect(takes(desk)).to.deep.equal([false, false]);
    await waitUntil(() => takes(desk).every(Boolean));
    // Moves the notification, as something that grows above it would.
    desk.element.style.translate = '0 40px';
    await waitUntil(() => takes(desk).every((isTaken) => !isTaken));
    await waitUntil(() => takes(desk).every(Boolean));
  });

  it('rejects, and shows nothing', async () => {
    const desk = await notifications([sampleInvitation()]);
    buttonNamed(desk, 'Reject').click();
    await rendered();
    expect(desk.workspace.inputsOf('reject')).to.deep.equal([{ sessionId: 'session-dortiz' }]);
    expect(desk.shown).to.be.empty;
  });

  it('is dismissed by its button and by Escape', async () => {
    const desk = await notifications([sampleInvitation()]);
    buttonNamed(desk, 'Dismiss').click();
    press(buttonNamed(desk, 'Accept'), 'Escape');
    expect(desk.workspace.inputsOf('dismissNotification')).to.have.length(2);
  });

  it('disappears when the host says so, and is held back in Do Not Disturb', async () => {
    const desk = await notifications([sampleInvitation()]);
    const dismissed = sampleInvitation({ state: { status: 'invited', notification: 'dismissed', notificationExpiresAt: 0 } });
    desk.workspace.push('overview', sampleOverview({ sessions: [dismissed] }));
    await rendered();
    expect(deepHas(desk.element, '[role="alertdialog"]')).to.be.false;
    desk.workspace.push('overview', sampleOverview({ sessions: [sampleInvitation()], areNotificationsHeld: true }));
    await rendered();
    expect(deepHas(desk.element, '[role="alertdialog"]')).to.be.false;
  });

  it('comes back when the agent opens it: with the focus, last, without a command, until it is dismissed', async () => {
    const dismissed = sampleInvitation({ state: { status: 'invited', notification: 'dismissed', notificationExpiresAt: 0 } });
    const desk = await notifications([dismissed, sampleInvitation({ peerLogon: 'other', peerName: 'Other' })]);
    const recalled = { of: 'session', id: dismissed.id } as const;
    desk.element.recalled = recalled;
    await rendered();
    const shown = deepElements(desk.element.shadowRoot!).filter((element) => element.matches('[role="alertdialog"]'));
    expect(shown.map((element) => element.querySelector('h2')?.textContent)).to.deep.equal([
      'Instant message from Other',
      'Instant message from Dana Ortiz',
    ]);
    expect(shown[1]!.contains(desk.element.shadowRoot!.activeElement)).to.be.true;
    expect(desk.workspace.inputsOf('accept')).to.be.empty;
    expect(desk.workspace.inputsOf('display')).to.be.empty;

    shown[1]!.querySelector<HTMLElement>('[aria-label="Dismiss"]')!.click();
    desk.element.recalled = recalled;
    await rendered();
    expect(deepElements(desk.element.shadowRoot!).filter((element) => element.matches('[role="alertdialog"]'))).to.have.length(1);
    desk.element.recalled = { of: 'session', id: dismissed.id };
    await rendered();
    expect(deepElements(desk.element.shadowRoot!).filter((element) => element.matches('[role="alertdialog"]'))).to.have.length(2);
  });

  it('comes back even in Do Not Disturb, and goes with the invitation', async () => {
    const desk = await notifications([]);
    desk.element.recalled = { of: 'session', id: sampleInvitation().id };
    await rendered();
    desk.workspace.push('overview', sampleOverview({ sessions: [sampleInvitation()], areNotificationsHeld: true }));
    await rendered();
    expect(deepHas(desk.element, '[role="alertdialog"]')).to.be.true;
    desk.workspace.push('overview', sampleOverview({ sessions: [sampleSession({ peerLogon: 'dortiz' })], areNotificationsHeld: true }));
    await rendered();
    expect(deepHas(desk.element, '[role="alertdialog"]')).to.be.false;
  });

  it('stacks three at most, and shows all when the agent asks for the oldest', async () => {
    const sessions = ['a', 'b', 'c', 'd', 'e'].map((peerLogon) => sampleInvitation({ peerLogon, peerName: peerLogon }));
    const desk = await notifications(sessions);
    const shown = () => deepElements(desk.element.shadowRoot!).filter((element) => element.matches('[role="alertdialog"]')).length;
    expect(shown()).to.equal(3);
    buttonNamed(desk, 'Show 2 more').click();
    await waitUntil(() => shown() === 5);
    expect(deepHas(desk.element, '.more')).to.equal(false);
    // The next time there are many, they are a stack again.
    desk.workspace.push('overview', sampleOverview({ sessions: sessions.slice(0, 3) }));
    await rendered();
    desk.workspace.push('overview', sampleOverview({ sessions }));
    await waitUntil(() => shown() === 3);
  });

  it('shows markup in a name and a first message as text', async () => {
    const desk = await notifications([sampleInvitation({ peerName: '<b>x</b>', initialMessage: '<img src=x>' })]);
    expect(deepHas(desk.element, 'img, b')).to.be.false;
    expect(deepQuery(desk.element, 'blockquote').textContent).to.equal('<img src=x>');
  });

  for (const [what, happening, words] of [
    ['accepted', { name: 'session-accepted' }, 'bmartin accepted your invitation'],
    ['rejected', { name: 'session-ended', reason: 'rejected' }, 'bmartin rejected your invitation'],
    ['not answered', { name: 'session-ended', reason: 'no-answer' }, "bmartin didn't answer your invitation"],
  ] as const) {
    it(`tells that an own invitation was ${what} while something else is on screen`, async () => {
      const desk = await notifications([sampleSession()]);
      desk.workspace.tell(sampleSessionHappening(happening));
      await waitUntil(() => deepHas(desk.element, '.outcome'));
      expect(deepQuery(desk.element, '.outcome').textContent?.trim()).to.equal(words);
      deepQuery(desk.element, '.outcome').click();
      expect(desk.shown).to.deep.equal([tabOfSession('session-bmartin')]);
    });
  }

  const outcomes = (desk: Desk<HTMLElement>) =>
    deepElements(desk.element.shadowRoot!).filter((element) => element.matches('.notification:has(.passing)'));

  it('keeps what it tells apart, and lets the agent dismiss each, by button or by Escape', async () => {
    const desk = await notifications([]);
    for (const peerLogon of ['bmartin', 'cwei'])
      desk.workspace.tell({ ...sampleSessionHappening({ name: 'session-ended', reason: 'rejected' }), sessionId: peerLogon, peerLogon });
    await waitUntil(() => outcomes(desk).length === 2);
    const [upper, lower] = outcomes(desk).map((element) => element.getBoundingClientRect());
    expect(lower!.top - upper!.bottom).to.equal(8);
    await expect(desk.element).to.be.accessible();
    const dismiss = () => deepQuery(desk.element, '.passing [aria-label="Dismiss"]');
    dismiss().click();
    await waitUntil(() => outcomes(desk).length === 1);
    expect(outcomes(desk)[0]!.textContent).to.contain('cwei');
    expect(press(dismiss(), 'Escape').defaultPrevented).to.equal(true);
    await waitUntil(() => outcomes(desk).length === 0);
  });

  it('tells nothing more of a session that has come to the screen', async () => {
    const desk = await notifications([sampleSession()]);
    desk.workspace.tell(sampleSessionHappening({ name: 'session-accepted' }));
    await waitUntil(() => outcomes(desk).length === 1);
    desk.bringUp(tabOfSession('session-bmartin'));
    await rendered();
    expect(outcomes(desk)).to.have.length(0);
  });

  it('tells why something was not done, until it is dismissed', async () => {
    const desk = await notifications([sampleInvitation()]);
    desk.workspace.answer('reject', { refused: 'not-possible-now' });
    deepQuery(desk.element, '.actions .secondary').click();
    await waitUntil(() => deepHas(desk.element, '.words'));
    expect(deepQuery(desk.element, '.words').textContent).to.equal("That isn't possible right now.");
    deepQuery(desk.element, '.passing [aria-label="Dismiss"]').click();
    await waitUntil(() => !deepHas(desk.element, '.words'));
  });

  it('does not tell what is on screen anyway', async () => {
    const session = sampleSession();
    const desk = await notifications([session], session.id);
    desk.workspace.tell(sampleSessionHappening({ name: 'session-accepted' }));
    await rendered();
    expect(deepHas(desk.element, '.outcome')).to.be.false;
  });
});
