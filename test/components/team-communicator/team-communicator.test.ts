import { expect, fixture } from '@open-wc/testing';
import { html } from 'lit';
import { NO_POLICY } from '../../../src/model/policy.ts';
import '../../../src/components/team-communicator/team-communicator.ts';
import type { TeamCommunicator } from '../../../src/components/team-communicator/team-communicator.ts';
import type { InternalTarget } from '../../../src/model/internal-target.ts';
import { deepElements, deepHas, deepQuery, deskFixture, press, type, type Desk } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { SAMPLE_GROUP, SAMPLE_TARGETS, sampleAgent, sampleOverview } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';

const TEMPLATE = html`<backchannel-team-communicator-view style="height:500px"></backchannel-team-communicator-view>`;

function directoryOf(targets: readonly InternalTarget[]): FakeWorkspace {
  const workspace = new FakeWorkspace();
  workspace.answerQueries('targets', ({ search, first, count, membersOf }) => {
    const matching = targets.filter(
      (target) =>
        target.name.toLowerCase().includes(search.toLowerCase()) &&
        (membersOf === undefined || (target.kind === 'agent' && target.groups.includes(membersOf.id))),
    );
    return { total: matching.length, first, rows: matching.slice(first, first + count), isLoaded: true };
  });
  return workspace;
}

async function communicator(
  targets: readonly InternalTarget[] = SAMPLE_TARGETS,
): Promise<Desk<TeamCommunicator> & { field: HTMLInputElement }> {
  const desk = await deskFixture<TeamCommunicator>(TEMPLATE, { workspace: directoryOf(targets) });
  await rendered();
  return { ...desk, field: deepQuery<HTMLInputElement>(desk.element, 'input') };
}

function button(desk: Desk<TeamCommunicator>, name: string): HTMLElement {
  return deepQuery(desk.element, `[aria-label="${name}"]`);
}

describe('backchannel-team-communicator-view', () => {
  itKeepsTheElementContract(
    'backchannel-team-communicator-view',
    () => TEMPLATE,
    async ({ workspace, element }) => {
      workspace.push('targets', { total: SAMPLE_TARGETS.length, first: 0, rows: SAMPLE_TARGETS, isLoaded: true });
      await rendered();
      press(deepQuery(element, 'input'), 'ArrowDown');
    },
  );

  it('asks once for its first rows: as many as there is room for', async () => {
    const asked: object[] = [];
    const workspace = new FakeWorkspace();
    workspace.answerQueries('targets', ({ first, count }) => {
      asked.push({ first, count });
      return { total: 0, first, rows: [], isLoaded: true };
    });
    await deskFixture<TeamCommunicator>(TEMPLATE, { workspace });
    await rendered();
    expect(asked).to.deep.equal([{ first: 0, count: 30 }]);
  });

  it('doesn’t wait for a list that never comes: where nobody is signed in, and where it stands alone', async () => {
    const alone = await fixture<TeamCommunicator>(TEMPLATE);
    expect(deepQuery(alone, '.empty').textContent).to.equal('Signed out');
    const desk = await deskFixture<TeamCommunicator>(TEMPLATE);
    expect(deepQuery(desk.element, '.empty').textContent).to.equal('Loading internal targets…');
    desk.workspace.push('overview', { ...sampleOverview(), me: undefined, connection: { status: 'signed-out' } });
    await rendered();
    expect(deepQuery(desk.element, '.empty').textContent).to.equal('Signed out');
  });

  it('sends an instant message to the row that the arrows reached', async () => {
    const desk = await communicator();
    press(desk.field, 'ArrowDown');
    press(desk.field, 'ArrowDown');
    press(desk.field, 'Enter');
    await waitUntil(() => desk.shown.length > 0);
    const [invitation] = desk.workspace.inputsOf('invite');
    expect(invitation?.target).to.equal('cwei@support.example');
    expect(desk.shown).to.deep.equal([{ of: 'session', id: invitation?.sessionId }]);
  });

  for (const [how, act] of [
    [
      'by the menu',
      async (desk: Awaited<ReturnType<typeof communicator>>) => {
        button(desk, 'Actions for Bill Martin').click();
        await waitUntil(() => deepHas(desk.element, '[aria-label="Write a First Message to Bill Martin"]'));
        deepQuery(desk.element, '[aria-label="Write a First Message to Bill Martin"]').click();
      },
    ],
    [
      'by Shift+Enter',
      async (desk: Awaited<ReturnType<typeof communicator>>) => {
        press(desk.field, 'ArrowDown');
        press(desk.field, 'Enter', { shiftKey: true });
        await rendered();
      },
    ],
  ] as const) {
    it(`lets the agent write first, ${how}`, async () => {
      const desk = await communicator();
      await act(desk);
      await waitUntil(() => desk.shown.length > 0);
      const [given] = desk.workspace.inputsOf('invite');
      expect([given?.target, given?.isWrittenFirst]).to.deep.equal(['bmartin@support.example', true]);
    });
  }

  it('says in the menu that a colleague is in Do Not Disturb, and has the agent write to them first', async () => {
    const desk = await communicator();
    type(desk.field, 'karim');
    press(desk.field, 'Enter');
    await waitUntil(() => desk.workspace.inputsOf('invite').length > 0);
    expect(desk.workspace.inputsOf('invite')[0]?.isWrittenFirst).to.equal(true);
    button(desk, 'Actions for Karim Hale').click();
    await waitUntil(() => deepHas(desk.element, '[role="menuitem"]'));
    const item = deepQuery(desk.element, '[aria-label="Send an Instant Message to Karim Hale"]');
    expect(item.querySelector('.reason')?.textContent).to.contain('Do Not Disturb');
    expect(item.getAttribute('aria-disabled')).to.equal(null);
    item.click();
    await waitUntil(() => desk.workspace.inputsOf('invite').length > 1);
    expect(desk.workspace.inputsOf('invite')[1]?.isWrittenFirst).to.equal(undefined);
  });

  it('shows the session that the host already has for the target', async () => {
    const desk = await communicator();
    desk.workspace.answer('invite', { sessionId: 'known' });
    button(desk, 'Instant message to Bill Martin').click();
    await waitUntil(() => desk.shown.length > 0);
    expect(desk.shown).to.deep.equal([tabOfSession('known')]);
  });

  it('never sends to a row of an older search: Enter waits for the answer', async () => {
    const desk = await communicator();
    type(desk.field, 'karim');
    press(desk.field, 'Enter');
    await waitUntil(() => desk.workspace.inputsOf('invite').length > 0);
    expect(desk.workspace.inputsOf('invite')[0]?.target).to.equal('khale@support.example');
  });

  it('puts what comes while the agent types into the rows that go, and makes new rows for it otherwise', async () => {
    const agents = Array.from({ length: 200 }, (_, index) => sampleAgent({ logon: `a${index}`, name: `Agent ${index}` }));
    const desk = await communicator(agents);
    const first = () => deepQuery(desk.element, '#row-0');
    const before = first();
    desk.field.focus();
    type(desk.field, '150');
    await waitUntil(() => first().textContent.includes('Agent 150'));
    expect(first() === before).to.equal(true);
    button(desk, 'Actions for Agent 150').focus();
    type(desk.field, '160');
    await waitUntil(() => first().textContent.includes('Agent 160'));
    expect(first() === before).to.equal(false);
  });

  it('keeps the active target when a change of status moves its row', async () => {
    const desk = await communicator();
    press(desk.field, 'ArrowDown');
    await rendered();
    desk.workspace.push('targets', { total: 7, first: 0, rows: SAMPLE_TARGETS.toReversed(), isLoaded: true });
    press(desk.field, 'Enter');
    await waitUntil(() => desk.workspace.inputsOf('invite').length > 0);
    expect(desk.workspace.inputsOf('invite')[0]?.target).to.equal('bmartin@support.example');
  });

  it('does not invite an agent who is logged off, and says why', async () => {
    const desk = await communicator();
    type(desk.field, 'omar');
    press(desk.field, 'Enter');
    await waitUntil(() => deepQuery(desk.element, '.said').textContent === 'Omar Said is logged off');
    expect(desk.workspace.inputsOf('invite')).to.be.empty;
    button(desk, 'Actions for Omar Said').click();
    await waitUntil(() => deepHas(desk.element, '[role="menuitem"]'));
    const item = deepQuery(desk.element, '[role="menuitem"]');
    expect(item.getAttribute('aria-disabled')).to.equal('true');
    expect(item.textContent).to.contain('Omar Said is logged off');
  });

  it('offers in an open menu what becomes possible while it is open', async () => {
    const desk = await communicator();
    button(desk, 'Actions for Omar Said').click();
    await waitUntil(() => deepHas(desk.element, '[role="menuitem"]:focus'));
    const item = deepQuery(desk.element, '[role="menuitem"]:focus');
    expect(item.getAttribute('aria-disabled')).to.equal('true');
    const rows = SAMPLE_TARGETS.map((target) =>
      target.kind === 'agent' ? { ...target, status: { availability: 'ready' as const } } : target,
    );
    desk.workspace.push('targets', { total: rows.length, first: 0, rows, isLoaded: true });
    await waitUntil(() => !item.hasAttribute('aria-disabled'));
    press(item, 'Enter');
    await waitUntil(() => desk.workspace.inputsOf('invite').length > 0);
    expect(desk.workspace.inputsOf('invite')[0]?.target).to.equal('osaid@support.example');
  });

  it('says a refusal in words', async () => {
    const desk = await communicator();
    desk.workspace.answer('invite', { refused: 'target-is-self' });
    button(desk, 'Instant message to Bill Martin').click();
    await waitUntil(() => deepQuery(desk.element, '.said').textContent?.includes("can't send an instant message to yourself"));
    expect(desk.shown).to.be.empty;
  });

  it('opens the Action menu with the menu key, and gives the focus back on Escape', async () => {
    const desk = await communicator();
    desk.element.focus();
    press(desk.field, 'ArrowDown');
    await rendered();
    press(desk.field, 'F10', { shiftKey: true });
    await waitUntil(() => deepHas(desk.element, '[role="menuitem"]:focus'));
    const item = deepQuery(desk.element, '[role="menuitem"]:focus');
    expect(item.getAttribute('aria-label')).to.equal('Send an Instant Message to Bill Martin');
    press(item, 'Escape');
    await waitUntil(() => desk.element.shadowRoot?.activeElement === desk.field);
  });

  it('adds a favorite with Ctrl+D', async () => {
    const desk = await communicator();
    press(desk.field, 'ArrowDown');
    await rendered();
    press(desk.field, 'd', { ctrlKey: true });
    await waitUntil(() => desk.workspace.inputsOf('setFavorite').length > 0);
    expect(desk.workspace.inputsOf('setFavorite')[0]).to.deep.equal({
      target: { kind: 'agent', jid: 'bmartin@support.example' },
      isFavorite: true,
    });
  });

  it('shows the members of a group until the filter is removed', async () => {
    const desk = await communicator();
    press(desk.field, 'End');
    await rendered();
    press(desk.field, 'Enter');
    await waitUntil(() => deepHas(desk.element, '.chip'));
    await rendered();
    expect(deepElements(desk.element.shadowRoot!).filter((element) => element.matches('[role="row"]'))).to.have.length(2);
    button(desk, "Don't limit to members of Billing").click();
    await waitUntil(() => !deepHas(desk.element, '.chip'));
  });

  it('offers to ask a group, and a skill: by itself or about an interaction', async () => {
    const skill: InternalTarget = { kind: 'skill', id: 'refunds', name: 'Refunds', isFavorite: false };
    for (const [consulting, target, label] of [
      [undefined, SAMPLE_GROUP, 'Send an Instant Message to Billing'],
      ['crm-1', SAMPLE_GROUP, 'Start Instant Message Consultation with Billing'],
      ['crm-1', skill, 'Start Instant Message Consultation with Refunds'],
    ] as const) {
      const desk = await deskFixture<TeamCommunicator>(TEMPLATE, {
        workspace: directoryOf([target]),
        ...(consulting ? { consulting } : {}),
      });
      desk.workspace.push('overview', sampleOverview());
      await rendered();
      button(desk, `Actions for ${target.name}`).click();
      await waitUntil(() => deepHas(desk.element, '[role="menuitem"]'));
      const item = deepElements(desk.element.shadowRoot!).find(
        (one) => one.matches('[role="menuitem"]') && one.textContent?.includes(label),
      );
      expect(item, label).to.be.instanceOf(HTMLElement);
      (item as HTMLElement).click();
      await waitUntil(() => desk.shown.length > 0);
      const { kind, id, name } = target;
      const [given] = desk.workspace.inputsOf('askGroup');
      expect(given).to.deep.include({ group: { kind, id, name }, ...(consulting ? { interactionId: consulting } : {}) });
    }
  });

  it('clears the search with Escape', async () => {
    const desk = await communicator();
    type(desk.field, 'karim');
    await rendered();
    press(desk.field, 'Escape');
    await waitUntil(
      () => desk.field.value === '' && desk.workspace.queries.some((query) => query.kind === 'targets' && query.search === ''),
    );
  });

  it('says that nothing matches', async () => {
    const desk = await communicator();
    type(desk.field, 'zzz');
    await waitUntil(() => deepHas(desk.element, '.empty'));
    expect(deepQuery(desk.element, '.empty').textContent).to.equal('No internal target matches “zzz”.');
  });

  it('shows markup in a name as text', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const desk = await communicator([sampleAgent({ logon: 'mallory', name })]);
    expect(deepQuery(desk.element, '.name').textContent).to.equal(name);
    expect(deepHas(desk.element, 'img')).to.be.false;
  });

  it('keeps a directory of 50,000 targets out of the DOM, except those in sight', async () => {
    const targets = Array.from({ length: 50_000 }, (_, index) => sampleAgent({ logon: `agent${index}`, name: `Agent ${index}` }));
    const desk = await communicator(targets);
    press(desk.field, 'End');
    await waitUntil(() => deepHas(desk.element, '#row-49999'));
    expect(deepElements(desk.element.shadowRoot!).filter((element) => element.matches('[role="row"]')).length).to.be.below(100);
    expect(deepQuery(desk.element, '[role="grid"]').getAttribute('aria-rowcount')).to.equal('50000');
    expect(desk.field.getAttribute('aria-activedescendant')).to.equal('row-49999');
  });

  it('offers no instant message to an agent who may not start one, and says why when Enter is pressed', async () => {
    const desk = await communicator();
    desk.workspace.push('overview', sampleOverview({ policy: { ...NO_POLICY, privileges: { ...NO_POLICY.privileges, canMake: false } } }));
    await rendered();
    expect(deepHas(desk.element, '[aria-label="Instant message to Bill Martin"]')).to.be.false;
    button(desk, 'Actions for Bill Martin').click();
    await waitUntil(() => deepHas(desk.element, '[role="menuitem"]:focus'));
    expect(
      deepElements(desk.element.shadowRoot!)
        .filter((element) => element.matches('[role="menuitem"]'))
        .map((item) => item.getAttribute('aria-label')),
    ).to.deep.equal(['Call Bill Martin', 'Add to Favorites', 'Copy Address', 'Block Bill Martin']);
    press(deepQuery(desk.element, '[role="menuitem"]:focus'), 'Escape');
    press(desk.field, 'ArrowDown');
    press(desk.field, 'Enter');
    await waitUntil(() => deepQuery(desk.element, '.said').textContent !== '');
    expect(deepQuery(desk.element, '.said').textContent).to.contain("Your organization doesn't let you start instant messages.");
    expect(desk.workspace.inputsOf('invite')).to.be.empty;
  });

  it('blocks an agent from the Action menu, unblocks a blocked one, and offers neither if the server doesn’t support it', async () => {
    const desk = await communicator();
    const items = async () => {
      button(desk, 'Actions for Bill Martin').click();
      await waitUntil(() => deepHas(desk.element, '[role="menuitem"]:focus'));
      return deepElements(desk.element.shadowRoot!).filter((element): element is HTMLElement => element.matches('[role="menuitem"]'));
    };
    const isOfBlocking = (item: Element) => /^(Unb|B)lock/.test(item.getAttribute('aria-label') ?? '');
    const choose = async (name: string) => {
      const [item, ...others] = (await items()).filter(isOfBlocking);
      expect([item?.getAttribute('aria-label'), others.length]).to.deep.equal([name, 0]);
      item!.click();
      await rendered();
    };
    desk.workspace.push('overview', sampleOverview());
    await rendered();
    await choose('Block Bill Martin');
    expect(desk.workspace.inputsOf('block')).to.deep.equal([{ target: 'bmartin@support.example' }]);
    await waitUntil(() => deepQuery(desk.element, '.said').textContent?.includes('Bill Martin is blocked'));
    const peers = [{ address: 'bmartin@support.example', peerLogon: 'bmartin', peerName: 'Bill Martin' }];
    desk.workspace.push('overview', sampleOverview({ blocklist: { peers, isOnServer: true } }));
    await rendered();
    await choose('Unblock Bill Martin');
    expect(desk.workspace.inputsOf('unblock')).to.deep.equal([{ target: 'bmartin@support.example' }]);
    desk.workspace.push('overview', sampleOverview({ blocklist: { peers, isOnServer: false } }));
    await rendered();
    expect((await items()).filter(isOfBlocking)).to.be.empty;
  });

  it('when it was opened for an interaction, consults the chosen agent, and offers the plain message too', async () => {
    const desk = await deskFixture<TeamCommunicator>(TEMPLATE, { workspace: directoryOf(SAMPLE_TARGETS), consulting: 'mail-1' });
    await rendered();
    const field = deepQuery<HTMLInputElement>(desk.element, 'input');
    deepQuery(desk.element, '[aria-label="Actions for Bill Martin"]').click();
    await waitUntil(() => deepHas(desk.element, '[role="menuitem"]:focus'));
    const items = deepElements(desk.element.shadowRoot!).filter((element) => element.matches('[role="menuitem"]'));
    expect(items.slice(0, 2).map((item) => item.textContent?.trim())).to.deep.equal([
      'Start Instant Message Consultation with Bill Martin',
      'Send an Instant Message to Bill Martin',
    ]);
    press(deepQuery(desk.element, '[role="menuitem"]:focus'), 'Escape');
    press(field, 'ArrowDown');
    press(field, 'Enter');
    await waitUntil(() => desk.shown.length > 0);
    const [given] = desk.workspace.inputsOf('consult');
    expect([given?.interactionId, given?.target]).to.deep.equal(['mail-1', 'bmartin@support.example']);
    expect(desk.shown).to.deep.equal([{ of: 'session', id: given?.sessionId }]);
    expect(desk.workspace.inputsOf('invite')).to.be.empty;
  });

  it('leaves the consultation with Escape, if nothing is searched for', async () => {
    const desk = await deskFixture<TeamCommunicator>(TEMPLATE, { workspace: directoryOf(SAMPLE_TARGETS), consulting: 'mail-1' });
    await rendered();
    const field = deepQuery<HTMLInputElement>(desk.element, 'input');
    type(field, 'bill');
    press(field, 'Escape');
    expect(desk.consulted).to.deep.equal([]);
    press(field, 'Escape');
    expect(desk.consulted).to.deep.equal([undefined]);
  });
});
