import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/team-communicator/active-consultations.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';
import { CONSULTATION, MAIL, PARENT, textOf } from '../consultation-samples.ts';
import { deepElements, deepQuery, deskFixture, type Desk } from '../desk-fixture.ts';
import { rendered } from '../element-contract.ts';
import { sampleOverview, sampleSession } from '../samples.ts';

const ACTIVE = html`<backchannel-active-consultations></backchannel-active-consultations>`;

describe('backchannel-active-consultations', () => {
  const push = ({ workspace }: Desk<HTMLElement>) =>
    workspace.push(
      'overview',
      sampleOverview({
        interactions: [MAIL],
        sessions: [
          CONSULTATION,
          sampleSession({ peerLogon: 'khale', parent: PARENT, state: { status: 'ended', reason: 'rejected', at: 0 } }),
        ],
      }),
    );

  it('lists those that go on, and opens one', async () => {
    const desk = await deskFixture<HTMLElement>(ACTIVE, { consulting: 'mail-1' });
    push(desk);
    await rendered();
    await expect(desk.element).to.be.accessible();
    expect(textOf(deepQuery(desk.element, '.about'))).to.contain('Ask about E-mail, Maria Lindqvist');
    expect(deepElements(desk.element).filter((element) => element.matches('[role="row"]'))).to.have.length(1);
    deepQuery(desk.element, '[aria-label="Open the consultation with Bill Martin"]').click();
    expect(desk.shown).to.deep.equal([tabOfSession('session-bmartin')]);
    deepQuery(desk.element, '[aria-label="Start no consultation"]').click();
    expect(desk.consulted).to.deep.equal([undefined]);
  });
});
