import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/im-window/im-window.ts';
import '../../../src/components/interaction-tab/interaction-list.ts';
import '../../../src/components/interaction-tab/interaction-window.ts';
import type { ImWindow } from '../../../src/components/im-window/im-window.ts';
import { consultationsAbout } from '../../../src/model/desk/interaction-tabs.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { CASE, CONSULTATION, MAIL, PARENT, textOf, valueOf } from '../consultation-samples.ts';
import { deepElements, deepHas, deepQuery, deskFixture, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleInvitation, sampleOverview, sampleSession } from '../samples.ts';

const NOT_CONNECTED = sampleSession({ parent: PARENT, state: { status: 'not-connected' } });
const imWindow = (session = CONSULTATION) =>
  html`<backchannel-im-window-view style="height:500px" .session=${session}></backchannel-im-window-view>`;

async function consultation(session = CONSULTATION): Promise<Desk<ImWindow>> {
  const desk = await deskFixture<ImWindow>(imWindow(session));
  desk.workspace.push('case-data', CASE);
  await waitUntil(() => deepHas(desk.element, '.field'));
  return desk;
}

describe('a consultation in the Interaction window', () => {
  itKeepsTheElementContract(
    'backchannel-im-window-view',
    () => imWindow(NOT_CONNECTED),
    async ({ workspace, element }) => {
      workspace.push('case-data', CASE);
      await waitUntil(() => deepHas(element, '.field'));
      deepQuery(element, '.context-switch').click();
    },
  );

  it('shows what it is about', async () => {
    const desk = await consultation();
    expect(textOf(deepQuery(desk.element, '.words'))).to.equal('Connected · consultation on E-mail, Maria Lindqvist');
  });

  it("shows values in the agent's language, links by their real address, and everything else as text", async () => {
    const desk = await consultation();
    expect(valueOf(desk, 'Amount')).to.match(/1,249\.90/);
    expect(valueOf(desk, 'Calls')).to.equal('1,234.5');
    expect(valueOf(desk, 'Opened')).to.match(/23.*2026|2026.*23/);
    expect(valueOf(desk, 'Broken')).to.equal('2026-99-99');
    expect(valueOf(desk, '<b>')).to.equal('<img src=x onerror=alert(1)>');
    expect(valueOf(desk, 'Topic')).to.contain('(cut)');
    expect(valueOf(desk, 'Card')).to.contain('Masked');
    expect(valueOf(desk, 'Plan')).to.contain('changed');
    expect(
      deepElements(desk.element.shadowRoot!).some(
        (element) => element.matches('p') && element.textContent?.includes('9,800 more fields are not shown'),
      ),
    ).to.equal(true);
    const links = deepElements(desk.element.shadowRoot!).filter((element): element is HTMLAnchorElement => element.matches('dd a'));
    expect(links.map(({ href, textContent }) => [href, textContent])).to.deep.equal([
      ['https://orders.example/77120', 'https://orders.example/77120'],
    ]);
  });

  it('lets the initiator leave fields out before the first message, and not after', async () => {
    const desk = await consultation(NOT_CONNECTED);
    const box = (key: string) => deepQuery<HTMLInputElement>(desk.element, `input[aria-label="Share ${key}"]`);
    expect([box('Topic').checked, box('Plan').checked]).to.deep.equal([true, false]);
    box('Topic').click();
    expect(desk.workspace.inputsOf('leaveOutField')).to.deep.equal([{ sessionId: 'session-bmartin', key: 'Topic', isLeftOut: true }]);
    expect(deepHas((await consultation()).element, 'input[type="checkbox"]')).to.be.false;
  });

  it('shows either the messages or the case if there is no room for both', async () => {
    const desk = await consultation();
    const isSeen = (selector: string) => deepQuery(desk.element, selector).checkVisibility();
    expect([isSeen('.conversation'), isSeen('.context')]).to.deep.equal([true, false]);
    deepQuery(desk.element, 'button[aria-label="Case and Contact"]').click();
    await rendered();
    expect([isSeen('.conversation'), isSeen('.context')]).to.deep.equal([false, true]);
  });

  it('shows the case above the conversation if the window is rather high than wide, or alone', async () => {
    const desk = await consultation();
    desk.element.style.height = '700px';
    const placeOf = (selector: string) => deepQuery(desk.element, selector).getBoundingClientRect();
    await waitUntil(() => placeOf('.context').height > 0);
    expect(placeOf('.context').bottom).to.equal(placeOf('.conversation').top);
    expect(placeOf('.conversation').height).to.be.above(placeOf('.context').height);
    deepQuery(desk.element, 'button[aria-label="Case and Contact"]').click();
    await rendered();
    expect(placeOf('.conversation').height).to.equal(0);
    expect(placeOf('.context').height).to.be.greaterThan(600);
  });

  it('closes the shared view with the session', async () => {
    const desk = await consultation();
    desk.element.session = sampleSession({ parent: PARENT, state: { status: 'ended', reason: 'ended-here', at: 0 } });
    await rendered();
    expect(deepHas(desk.element, '.context')).to.be.false;
    expect(deepQuery(desk.element, '.conversation').checkVisibility()).to.be.true;
  });

  it('says that the interaction was closed', async () => {
    const desk = await consultation(sampleSession({ parent: { ...PARENT, isClosed: true } }));
    expect(textOf(deepQuery(desk.element, '.notice'))).to.contain('Maria Lindqvist was closed');
  });

  it('says before sending that a plain client gets nothing of the case', async () => {
    const desk = await consultation(sampleSession({ parent: PARENT, isPlain: true, state: { status: 'not-connected' } }));
    expect(textOf(deepQuery(desk.element, '.notice'))).to.contain('only messages are sent');
    expect(deepHas(desk.element, 'input[type="checkbox"]')).to.be.false;
  });
});

describe('active interactions among the others', () => {
  const overview = sampleOverview({ interactions: [MAIL], sessions: [sampleSession({ peerLogon: 'khale' }), CONSULTATION] });

  for (const element of ['backchannel-interaction-window', 'backchannel-interaction-list']) {
    it(`come first, each followed by its consultations (${element})`, async () => {
      const template = element.endsWith('list')
        ? html`<backchannel-interaction-list></backchannel-interaction-list>`
        : html`<backchannel-interaction-window></backchannel-interaction-window>`;
      const desk = await deskFixture<HTMLElement>(template);
      desk.workspace.push('overview', overview);
      await rendered();
      const names = deepElements(desk.element.shadowRoot!).filter((part) => part.matches('[role="tab"] > bdi, .row .name'));
      expect(names.map(textOf)).to.deep.equal(['Maria Lindqvist', 'bmartin', 'khale']);
    });
  }

  it('are not marked done with a key, because the page closes them', async () => {
    const desk = await deskFixture<HTMLElement>(html`<backchannel-interaction-window></backchannel-interaction-window>`, {
      activeTab: { of: 'interaction', id: 'mail-1' },
    });
    desk.workspace.push('overview', overview);
    await rendered();
    deepQuery(desk.element, '[role="tab"]').dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }));
    expect(desk.workspace.inputsOf('markDone')).to.be.empty;
  });

  it('count as parents only of consultations that this agent has started', () => {
    expect(consultationsAbout('mail-1', [CONSULTATION, sampleInvitation({ parent: PARENT })])).to.deep.equal([CONSULTATION]);
  });
});
