import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/im-window/ask-else.ts';
import type { AskElse } from '../../../src/components/im-window/ask-else.ts';
import type { ImSessionView } from '../../../src/model/workspace.ts';
import { deepQuery, type Desk, deskFixture } from '../desk-fixture.ts';
import { itKeepsTheElementContract } from '../element-contract.ts';
import { SAMPLE_GROUP, SAMPLE_TARGETS, sampleSession } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const rejected = sampleSession({ state: { status: 'ended', reason: 'rejected', at: 0 } });
const template = (session: ImSessionView = rejected) => html`<backchannel-ask-else .session=${session}></backchannel-ask-else>`;
const TECHNICAL = { ...SAMPLE_GROUP, id: 'Technical', name: 'Technical', ready: 0, total: 3 };

function answerTargets({ workspace }: Desk<Element>): void {
  workspace.answerQueries('targets', ({ filter, membersOf, search, first }) => {
    const rows = [...SAMPLE_TARGETS, TECHNICAL].filter(
      (row) =>
        (filter === 'groups' ? row.kind !== 'agent' : row.kind === 'agent') &&
        (row.kind !== 'agent' || ((membersOf === undefined || row.groups.includes(membersOf.id)) && row.logon.includes(search))),
    );
    return { total: rows.length, first, rows, isLoaded: true };
  });
}

const items = (element: Element) => [
  ...(element.querySelector('backchannel-action-menu')?.shadowRoot?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? []),
];

async function open(desk: Desk<AskElse>): Promise<readonly HTMLElement[]> {
  deepQuery(desk.element, 'button[aria-haspopup="menu"]').click();
  await waitUntil(() => items(desk.element).length > 0);
  return items(desk.element);
}

describe('backchannel-ask-else', () => {
  itKeepsTheElementContract('backchannel-ask-else', () => template(), answerTargets);

  it('looks for nobody before the agent asks for proposals', async () => {
    const desk = await deskFixture<AskElse>(template());
    expect(desk.workspace.queries.filter(({ kind }) => kind === 'targets')).to.deep.equal([]);
  });

  it('proposes the groups of whom the agent has asked, and who of them is ready', async () => {
    const desk = await deskFixture<AskElse>(template());
    answerTargets(desk);
    const labels = (await open(desk)).map(({ textContent }) => textContent?.replaceAll(/\s+/g, ' ').trim());
    expect(labels).to.deep.equal(['Ask Billing 8 of 21 ready', 'Ask Chen Wei']);
  });

  it('proposes the other groups where a group was asked', async () => {
    const group = { kind: 'group', id: 'Billing', name: 'Billing' } as const;
    const desk = await deskFixture<AskElse>(template({ ...rejected, group, peer: '', peerLogon: 'Billing', peerName: 'Billing' }));
    answerTargets(desk);
    const labels = (await open(desk)).map(({ textContent }) => textContent?.replaceAll(/\s+/g, ' ').trim());
    expect(labels.map((label) => label?.split(' Your')[0]?.split(' It waits')[0])).to.include.members([
      'Wait in Line for Billing',
      'Write to All in Billing',
      'Ask Technical 0 of 3 ready',
    ]);
  });

  it('waits in line for the group, or leaves the message for all in it', async () => {
    const group = { kind: 'group', id: 'Billing', name: 'Billing' } as const;
    const desk = await deskFixture<AskElse>(template({ ...rejected, group, peer: '', peerLogon: 'Billing', peerName: 'Billing' }));
    answerTargets(desk);
    for (const [index, command] of (['waitInLine', 'leaveForAll'] as const).entries()) {
      desk.workspace.answer(command, { sessionId: command });
      (await open(desk))[index]?.click();
      await waitUntil(() => desk.shown.length > index);
      expect(desk.workspace.inputsOf(command)[0]).to.deep.include({ from: 'session-bmartin' });
      expect(desk.shown[index]).to.deep.equal({ of: 'session', id: command });
    }
  });

  it('opens a session with whom the agent chooses, and shows it; says why where it can’t', async () => {
    const desk = await deskFixture<AskElse>(template());
    answerTargets(desk);
    desk.workspace.answer('askElse', { sessionId: 'second' });
    (await open(desk))[0]?.click();
    await waitUntil(() => desk.shown.length > 0);
    const [given] = desk.workspace.inputsOf('askElse');
    expect(given).to.deep.include({ from: 'session-bmartin', to: { kind: 'group', id: 'Billing', name: 'Billing' } });
    expect(desk.shown).to.deep.equal([{ of: 'session', id: 'second' }]);
    desk.workspace.answer('askElse', { refused: 'target-logged-off' });
    (await open(desk))[1]?.click();
    await waitUntil(() => deepQuery(desk.element, '[role="alert"]').textContent === 'Chen Wei is logged off');
  });
});
