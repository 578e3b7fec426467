import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/interaction-tab/interaction-list.ts';
import '../../../src/components/notifications/pending-list.ts';
import '../../../src/components/kit/side-bar-section.ts';
import '../../../src/components/workspace/status-bar.ts';
import type { PendingList } from '../../../src/components/notifications/pending-list.ts';
import type { SideBarSection } from '../../../src/components/kit/side-bar-section.ts';
import { deepQuery, deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleInvitation, sampleOverview, sampleSession } from '../samples.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';

const PENDING = html`<backchannel-pending-list-view></backchannel-pending-list-view>`;
const OVERVIEW = sampleOverview({ sessions: [sampleSession({ unread: 2 }), sampleInvitation()] });

describe('backchannel-pending-list-view', () => {
  itKeepsTheElementContract(
    'backchannel-pending-list-view',
    () => PENDING,
    ({ workspace }) => workspace.push('overview', OVERVIEW),
  );

  it('says that nothing is pending, and that no interaction is open', async () => {
    for (const [template, words] of [
      [PENDING, 'Nothing is pending.'],
      [html`<backchannel-interaction-list></backchannel-interaction-list>`, 'Nothing is open.'],
    ] as const) {
      const desk = await deskFixture(template);
      desk.workspace.push('overview', sampleOverview());
      await rendered();
      expect(deepQuery(desk.element, '.empty').textContent).to.equal(words);
    }
  });

  it('shows who waits and for how long, and accepts or rejects there', async () => {
    const desk = await deskFixture<PendingList>(PENDING);
    const overview = sampleOverview({ sessions: [sampleSession({ unread: 2 }), sampleInvitation()] });
    desk.workspace.push('overview', overview);
    await rendered();
    expect(deepQuery(desk.element, '.name').textContent).to.equal('Dana Ortiz');
    expect(deepQuery(desk.element, '.meta').textContent).to.match(/^dortiz · 00:4\d$/);
    // While the notification is shown, the buttons are in it.
    expect(desk.element.shadowRoot?.querySelector('[aria-label="Accept Dana Ortiz"]')).to.equal(null);
    const sessions = overview.sessions.map((session) =>
      session.state.status === 'invited' ? { ...session, state: { ...session.state, notification: 'dismissed' as const } } : session,
    );
    desk.workspace.push('overview', { ...overview, sessions });
    await rendered();
    deepQuery(desk.element, '[aria-label="Reject Dana Ortiz"]').click();
    deepQuery(desk.element, '[aria-label="Accept Dana Ortiz"]').click();
    await rendered();
    expect(desk.workspace.given.map(({ name }) => name)).to.deep.equal(['reject', 'accept']);
    expect(desk.shown).to.deep.equal([tabOfSession('session-dortiz')]);
  });
});

describe('backchannel-interaction-list', () => {
  itKeepsTheElementContract(
    'backchannel-interaction-list',
    () => html`<backchannel-interaction-list></backchannel-interaction-list>`,
    ({ workspace }) => workspace.push('overview', OVERVIEW),
    tabOfSession('session-bmartin'),
  );
});

describe('backchannel-status-bar', () => {
  itKeepsTheElementContract(
    'backchannel-status-bar',
    () => html`<backchannel-status-bar></backchannel-status-bar>`,
    ({ workspace }) => workspace.push('overview', OVERVIEW),
  );
});

describe('backchannel-side-bar-section', () => {
  const template = () => html`<backchannel-side-bar-section heading="Pending" count="2"><p>Content</p></backchannel-side-bar-section>`;
  itKeepsTheElementContract('backchannel-side-bar-section', template, () => undefined);

  it('folds and unfolds', async () => {
    const { element } = await deskFixture<SideBarSection>(template());
    const heading = deepQuery(element, 'button');
    heading.click();
    await element.updateComplete;
    expect(heading.getAttribute('aria-expanded')).to.equal('false');
    expect(deepQuery(element, '.content').hidden).to.be.true;
  });
});
