import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/interaction-tab/interaction-window.ts';
import type { InteractionWindow } from '../../../src/components/interaction-tab/interaction-window.ts';
import type { ImSessionView } from '../../../src/model/workspace.ts';
import { deepElements, deepHas, deepQuery, deskFixture, press, type Desk } from '../desk-fixture.ts';
import { PARENT } from '../consultation-samples.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleInvitation, sampleOverview, sampleSession, sampleVoice } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';

const TEMPLATE = html`<backchannel-interaction-window style="height:500px"></backchannel-interaction-window>`;
const ENDED = sampleSession({ peerLogon: 'khale', state: { status: 'ended', reason: 'ended-here', at: 0 } });
const SESSIONS = [ENDED, sampleSession({ unread: 2 }), sampleInvitation()];

async function interactionWindow(activeId: string, sessions: readonly ImSessionView[] = SESSIONS): Promise<Desk<InteractionWindow>> {
  const desk = await deskFixture<InteractionWindow>(TEMPLATE, { activeTab: tabOfSession(activeId) });
  desk.workspace.push('overview', sampleOverview({ sessions }));
  await rendered();
  return desk;
}

const tabs = (desk: Desk<InteractionWindow>) => deepElements(desk.element.shadowRoot!).filter((element) => element.matches('[role="tab"]'));

describe('backchannel-interaction-window', () => {
  itKeepsTheElementContract(
    'backchannel-interaction-window',
    () => TEMPLATE,
    ({ workspace }) => workspace.push('overview', sampleOverview({ sessions: SESSIONS })),
    tabOfSession('session-bmartin'),
  );

  it('moves the focus to Start Consultation even if the key is pressed before that part is loaded', async () => {
    expect(customElements.get('backchannel-interaction-tab-view')).to.equal(undefined);
    const interaction = sampleVoice();
    const desk = await deskFixture<InteractionWindow>(TEMPLATE, { activeTab: { of: 'interaction', id: interaction.id } });
    desk.workspace.push('overview', sampleOverview({ interactions: [interaction] }));
    desk.element.focus();
    await waitUntil(() => deepHas(desk.element, '[aria-label="Start Consultation"]:focus'));
  });

  it('keeps the active tab in sight when it becomes narrower', async () => {
    const sessions = Array.from({ length: 10 }, (_, index) => sampleSession({ peerLogon: `colleague${index}` }));
    const desk = await interactionWindow('session-colleague9', sessions);
    for (const width of ['1400px', '320px', '700px', '320px']) {
      desk.element.style.width = width;
      await rendered();
      const [strip, tab] = [deepQuery(desk.element, '.tabs'), tabs(desk)[9]!].map((element) => element.getBoundingClientRect());
      expect(tab!.right, width).to.be.at.most(strip!.right + 1);
      expect(tab!.left, width).to.be.at.least(strip!.left - 1);
    }
  });

  it('names each tab by the logon and the unread count, without pending invitations', async () => {
    const desk = await interactionWindow('session-khale');
    expect(tabs(desk).map((tab) => tab.getAttribute('aria-label'))).to.deep.equal(['khale', 'bmartin, 2 unread']);
    expect(tabs(desk).map((tab) => tab.getAttribute('tabindex'))).to.deep.equal(['0', '-1']);
  });

  it('shows the whole name of a colleague whose tab is the only one', async () => {
    const desk = await interactionWindow('session-bmartin', [sampleSession()]);
    const name = deepQuery(desk.element, '[role="tab"] .clip');
    expect(name.textContent).to.equal('bmartin');
    expect(name.scrollWidth).to.be.at.most(name.clientWidth);
  });

  it('tells the tabs of one colleague apart: by the contact or what was written first, and, where that is the same, by when they began', async () => {
    const sessions = [
      sampleSession(),
      sampleSession({ id: 'about-maria', parent: PARENT }),
      sampleSession({ id: 'lunch', subject: 'Lunch?' }),
      sampleSession({ id: 'maria-once', peerLogon: 'cwei', parent: PARENT }),
      sampleSession({ id: 'maria-again', peerLogon: 'cwei', parent: PARENT }),
      sampleSession({ peerLogon: 'khale' }),
    ];
    const desk = await interactionWindow('session-khale', sessions);
    expect(tabs(desk).map((tab) => tab.getAttribute('aria-label'))).to.deep.equal([
      'bmartin, 14:02',
      'bmartin, Maria Lindqvist',
      'bmartin, Lunch?',
      'cwei, Maria Lindqvist, 14:02',
      'cwei, Maria Lindqvist, 14:02',
      'khale',
    ]);
    expect(tabs(desk).map((tab) => tab.querySelector('.detail')?.textContent ?? '')[2]).to.equal('Lunch?');
  });

  it('counts nothing as unread in the session on screen, even before the host knows that it was displayed', async () => {
    const desk = await interactionWindow('session-bmartin');
    expect(tabs(desk).map((tab) => tab.getAttribute('aria-label'))).to.deep.equal(['khale', 'bmartin']);
    expect(tabs(desk)[1]!.querySelector('.badge')).to.equal(null);
  });

  it('goes from tab to tab with the arrows, and from the last to the first', async () => {
    const desk = await interactionWindow('session-bmartin');
    press(tabs(desk)[1]!, 'ArrowRight');
    press(tabs(desk)[1]!, 'ArrowLeft');
    expect(desk.shown).to.deep.equal([tabOfSession('session-khale'), tabOfSession('session-khale')]);
  });

  it('marks an ended session done with Delete or the middle button, and never one that goes on', async () => {
    const desk = await interactionWindow('session-khale');
    press(tabs(desk)[0]!, 'Delete');
    for (const tab of tabs(desk)) tab.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true }));

    expect(desk.workspace.inputsOf('markDone')).to.deep.equal([{ sessionId: 'session-khale' }, { sessionId: 'session-khale' }]);
  });

  it('says why a session was not marked done, until another tab is chosen', async () => {
    const desk = await interactionWindow('session-khale');
    desk.workspace.answer('markDone', { refused: 'storage-failed' });
    press(tabs(desk)[0]!, 'Delete');
    const alert = deepQuery(desk.element, '[role="alert"]');
    await waitUntil(() => alert.textContent.includes("This browser couldn't store it"));
    press(tabs(desk)[0]!, 'ArrowRight');
    await waitUntil(() => alert.textContent.trim() === '');
  });

  it('offers a menu of all tabs when they do not fit', async () => {
    const many = Array.from({ length: 12 }, (_, index) => sampleSession({ peerLogon: `agent${index}` }));
    const desk = await interactionWindow('session-agent0', many);
    await waitUntil(() => deepHas(desk.element, '[aria-label="All interactions"][aria-haspopup]'));
    deepQuery(desk.element, '[aria-label="All interactions"][aria-haspopup]').click();
    await waitUntil(() => deepHas(desk.element, '[role="menuitemradio"]:focus'));
    deepElements(desk.element.shadowRoot!)
      .filter((element): element is HTMLElement => element.matches('[role="menuitemradio"]'))
      .at(-1)
      ?.click();
    await waitUntil(() => desk.shown.some(({ id }) => id === 'session-agent11'));
  });
});
