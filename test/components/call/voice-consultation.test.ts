import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/team-communicator/active-consultations.ts';
import '../../../src/components/team-communicator/team-communicator.ts';
import type { TeamCommunicator } from '../../../src/components/team-communicator/team-communicator.ts';
import { NO_POLICY } from '../../../src/model/policy.ts';
import type { Overview } from '../../../src/model/workspace.ts';
import { deepElements, deepHas, deepQuery, deskFixture, press, type, type Desk } from '../desk-fixture.ts';
import { rendered } from '../element-contract.ts';
import { FakeWorkspace } from '../fake-workspace.ts';
import { SAMPLE_TARGETS, sampleCall, sampleOverview, sampleSession, sampleVoice } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';

const TEMPLATE = html`<backchannel-team-communicator-view style="height:560px"></backchannel-team-communicator-view>`;
const PARENT = { interactionId: 'call-c1', media: 'voice', contactName: 'Maria Lindqvist', isClosed: false, version: 1 } as const;
const WITH_BILL = sampleSession({ parent: PARENT });
const WITH_KARIM = sampleSession({ peerLogon: 'khale', peerName: 'Karim Hale', parent: PARENT, state: { status: 'not-connected' } });

type Communicator = Desk<TeamCommunicator> & { readonly field: HTMLInputElement };

async function communicator(changes: Partial<Overview> = {}, isConsulting = true): Promise<Communicator> {
  const workspace = new FakeWorkspace();
  workspace.answerQueries('targets', ({ search, first, count }) => {
    const matching = SAMPLE_TARGETS.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
    return { total: matching.length, first, rows: matching.slice(first, first + count), isLoaded: true };
  });
  workspace.push('overview', sampleOverview({ interactions: [sampleVoice()], sessions: [WITH_BILL, WITH_KARIM], ...changes }));
  const desk = await deskFixture<TeamCommunicator>(TEMPLATE, { workspace, ...(isConsulting ? { consulting: 'call-c1' } : {}) });
  await rendered();
  return { ...desk, field: deepQuery<HTMLInputElement>(desk.element, 'input') };
}

/** The name of the row that is selected from the search field. */
function selected({ element, field }: Communicator): string | undefined {
  const rows = deepElements(element.shadowRoot!).filter((part) => part.matches('[role="row"][aria-selected="true"]'));
  expect(rows.map(({ id }) => id)).to.deep.equal(rows.length ? [field.getAttribute('aria-activedescendant')] : []);
  return rows[0] && `${rows[0].closest('[role="group"]') ? 'consultation' : 'target'} ${rows[0].querySelector('.name')?.textContent}`;
}
async function menuItems(desk: Desk<HTMLElement>): Promise<readonly HTMLElement[]> {
  await waitUntil(() => deepHas(desk.element, '[role="menuitem"]:focus'));
  return deepElements(desk.element.shadowRoot!).filter((part): part is HTMLElement => part.matches('[role="menuitem"]'));
}
const labels = async (desk: Desk<HTMLElement>) => (await menuItems(desk)).map((item) => item.getAttribute('aria-label'));
const click = (desk: Desk<HTMLElement>, label: string) => deepQuery(desk.element, `[aria-label="${label}"]`).click();
const filterNamed = (desk: Desk<HTMLElement>, name: string) =>
  deepElements(desk.element.shadowRoot!).find((part) => part.matches('.toggle') && part.textContent?.trim() === name) as HTMLElement;

describe('the default selection of the Team Communicator', () => {
  it('is the colleague with whom an IM consultation is active', async () => {
    const desk = await communicator();
    expect(selected(desk)).to.equal('consultation Bill Martin');
    await expect(desk.element).to.be.accessible();
  });

  it('is none if there is no consultation, or if it was opened for nothing', async () => {
    expect(selected(await communicator({ sessions: [] }))).to.be.undefined;
    expect(selected(await communicator({}, false))).to.be.undefined;
  });

  it('is among the results while something is searched for, and comes back after', async () => {
    const desk = await communicator();
    type(desk.field, 'karim');
    await rendered();
    expect(selected(desk)).to.equal('target Karim Hale');
    type(desk.field, '');
    await rendered();
    expect(selected(desk)).to.equal('consultation Bill Martin');
    type(desk.field, 'karim');
    await rendered();
    press(desk.field, 'Escape');
    await rendered();
    expect(selected(desk)).to.equal('consultation Bill Martin');
  });

  it('doesn’t keep an earlier search: a consultation that is started begins with an empty search field', async () => {
    const desk = await communicator({}, false);
    type(desk.field, 'karim');
    await rendered();
    expect(selected(desk)).to.equal('target Karim Hale');
    desk.consult('call-c1');
    await rendered();
    expect(desk.field.value).to.equal('');
    expect(selected(desk)).to.equal('consultation Bill Martin');
  });

  it('is a consultation only if no filter is pressed', async () => {
    const desk = await communicator();
    filterNamed(desk, 'Agents').click();
    await rendered();
    expect(selected(desk)).to.be.undefined;
    press(desk.field, 'ArrowDown');
    await rendered();
    expect(selected(desk)).to.equal('target Bill Martin');
    filterNamed(desk, 'All').click();
    await rendered();
    expect(selected(desk)).to.equal('consultation Bill Martin');
    filterNamed(desk, 'All').click();
    await rendered();
    expect(selected(desk)).to.be.undefined;
  });

  it('moves through both lists as through one', async () => {
    const desk = await communicator();
    const reached: (string | undefined)[] = [];
    for (const key of ['ArrowUp', 'ArrowUp', 'ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp', 'End', 'Home']) {
      press(desk.field, key);
      await rendered();
      reached.push(selected(desk));
    }
    expect(reached).to.deep.equal([
      'consultation Karim Hale',
      'consultation Karim Hale',
      'consultation Bill Martin',
      'target Bill Martin',
      'target Chen Wei',
      'target Bill Martin',
      'target Billing',
      'consultation Karim Hale',
    ]);
  });
});

describe('Start Voice Consultation', () => {
  it('takes three steps by keyboard: the communicator is opened, Enter for the menu of the default, Enter', async () => {
    const desk = await communicator();
    press(desk.field, 'Enter');
    expect(await labels(desk)).to.deep.equal(['Start Voice Consultation with Bill Martin', 'Open the Consultation', 'Copy Address']);
    await expect(desk.element).to.be.accessible();
    press(deepQuery(desk.element, '[role="menuitem"]:focus'), 'Enter');
    await waitUntil(() => desk.shown.length > 0);
    const [given] = desk.workspace.inputsOf('consultByVoice');
    expect([given?.interactionId, given?.target]).to.deep.equal(['call-c1', 'bmartin@support.example']);
    expect(desk.shown).to.deep.equal([{ of: 'session', id: given?.sessionId }]);
  });

  it('is the same by mouse, and shows the session that the host names', async () => {
    const desk = await communicator();
    desk.workspace.answer('consultByVoice', { sessionId: 'session-bmartin', callId: 'c' });
    deepQuery(
      deepQuery(desk.element, '[role="group"][aria-labelledby="consultations-heading"]'),
      '[aria-label="Actions for Bill Martin"]',
    ).click();
    (await menuItems(desk))[0]?.click();
    await waitUntil(() => desk.shown.length > 0);
    expect(desk.shown).to.deep.equal([tabOfSession('session-bmartin')]);
  });

  for (const key of ['ArrowRight', 'ContextMenu']) {
    it(`is reached by ${key}, too`, async () => {
      const desk = await communicator();
      press(desk.field, key);
      expect((await labels(desk))[0]).to.equal('Start Voice Consultation with Bill Martin');
    });
  }

  it('has a shortcut: with the selected consultation, with the selected target', async () => {
    const desk = await communicator();
    press(desk.field, 'Enter', { ctrlKey: true });
    type(desk.field, 'dana');
    press(desk.field, 'Enter', { ctrlKey: true });
    await waitUntil(() => desk.workspace.inputsOf('consultByVoice').length === 2);
    expect(desk.workspace.inputsOf('consultByVoice').map(({ target }) => target)).to.deep.equal([
      'bmartin@support.example',
      'dortiz@support.example',
    ]);
  });

  it('is possible with a group, of which the first to accept is talked to: by menu and by shortcut', async () => {
    const desk = await communicator({ sessions: [] });
    click(desk, 'Actions for Billing');
    expect((await labels(desk)).slice(0, 3)).to.deep.equal([
      'Show members of Billing',
      'Start Instant Message Consultation with Billing',
      'Start Voice Consultation with Billing',
    ]);
    (await menuItems(desk))[2]?.click();
    await waitUntil(() => desk.shown.length === 1);
    type(desk.field, 'billing');
    await rendered();
    press(desk.field, 'Enter', { ctrlKey: true });
    await waitUntil(() => desk.shown.length === 2);
    const given = desk.workspace.inputsOf('callGroup');
    expect(given.map(({ group, interactionId }) => [(group as { readonly name: string }).name, interactionId])).to.deep.equal([
      ['Billing', 'call-c1'],
      ['Billing', 'call-c1'],
    ]);
  });

  it('isn’t possible with a group where the contact can’t be put on hold', async () => {
    const desk = await communicator({ sessions: [], interactions: [sampleVoice({ canHold: false })] });
    click(desk, 'Actions for Billing');
    const item = (await menuItems(desk))[2];
    expect(item?.getAttribute('aria-disabled')).to.equal('true');
    item?.click();
    type(desk.field, 'billing');
    await rendered();
    press(desk.field, 'Enter', { ctrlKey: true });
    await waitUntil(() => deepQuery(desk.element, '.said').textContent === "This contact can't be put on hold from here");
    expect(desk.workspace.inputsOf('callGroup')).to.be.empty;
  });

  it('is possible without an IM before', async () => {
    const desk = await communicator({ sessions: [] });
    click(desk, 'Actions for Dana Ortiz');
    expect(await labels(desk)).to.deep.equal([
      'Start Instant Message Consultation with Dana Ortiz',
      'Start Voice Consultation with Dana Ortiz',
      'Send an Instant Message to Dana Ortiz',
      'Write a First Message to Dana Ortiz',
      'Call Dana Ortiz',
      'Add to Favorites',
      'Copy Address',
      'Block Dana Ortiz',
    ]);
    (await menuItems(desk))[1]?.click();
    await waitUntil(() => desk.workspace.inputsOf('consultByVoice').length === 1);
  });

  for (const [what, changes, reason] of [
    [
      'a contact who cannot be put on hold',
      { interactions: [sampleVoice({ canHold: false })] },
      "This contact can't be put on hold from here",
    ],
    [
      'a colleague whose program takes no calls',
      { sessions: [{ ...WITH_BILL, isPlain: true }] },
      'Bill Martin uses a program that takes no calls.',
    ],
    ['a colleague who is in the call already', { calls: [sampleCall()] }, 'You are in a call with Bill Martin already'],
    ['a colleague who is gone', { sessions: [{ ...WITH_BILL, isPeerOffline: true }] }, 'Bill Martin is logged off'],
  ] as const satisfies readonly (readonly [string, Partial<Overview>, string])[]) {
    it(`says why it is not possible: ${what}`, async () => {
      const desk = await communicator(changes);
      press(desk.field, 'Enter');
      const [item] = await menuItems(desk);
      expect([item?.getAttribute('aria-disabled'), item?.querySelector('.reason')?.textContent]).to.deep.equal(['true', reason]);
      item?.click();
      expect(desk.workspace.inputsOf('consultByVoice')).to.be.empty;
    });
  }

  it('says why it was refused', async () => {
    const desk = await communicator();
    desk.workspace.answer('consultByVoice', { refused: 'not-held' });
    press(desk.field, 'Enter', { ctrlKey: true });
    await waitUntil(() => deepQuery(desk.element, '.said').textContent === "The contact couldn't be put on hold, so nobody was called.");
    expect(desk.shown).to.be.empty;
  });
});

describe('Call', () => {
  it('calls the target that the agent chose, by the menu or the shortcut', async () => {
    const desk = await communicator({}, false);
    click(desk, 'Actions for Bill Martin');
    const items = await menuItems(desk);
    expect(items.map((item) => item.getAttribute('aria-label'))).to.deep.equal([
      'Send an Instant Message to Bill Martin',
      'Write a First Message to Bill Martin',
      'Call Bill Martin',
      'Add to Favorites',
      'Copy Address',
      'Block Bill Martin',
    ]);
    expect(items[2]?.getAttribute('aria-keyshortcuts')).to.equal('Control+Enter');
    items[2]?.click();
    await waitUntil(() => desk.shown.length > 0);
    type(desk.field, 'dana');
    press(desk.field, 'Enter', { ctrlKey: true });
    await waitUntil(() => desk.workspace.inputsOf('call').length === 2);
    expect(desk.workspace.inputsOf('call').map(({ target }) => target)).to.deep.equal([
      'bmartin@support.example',
      'dortiz@support.example',
    ]);
    expect(desk.shown[0]?.id).to.equal(desk.workspace.inputsOf('call')[0]?.sessionId);
  });

  it('is absent without the privilege, and so is the voice consultation', async () => {
    const policy = { ...NO_POLICY, privileges: { ...NO_POLICY.privileges, canCall: false } };
    const desk = await communicator({ policy });
    click(desk, 'Actions for Dana Ortiz');
    expect((await labels(desk)).filter((label) => /Call|Voice/.test(label ?? ''))).to.be.empty;
    press(deepQuery(desk.element, '[role="menuitem"]:focus'), 'Escape');
    press(desk.field, 'ContextMenu');
    expect(await labels(desk)).not.to.include('Start Voice Consultation with Bill Martin');
    press(deepQuery(desk.element, '[role="menuitem"]:focus'), 'Escape');
    press(desk.field, 'Enter', { ctrlKey: true });
    await waitUntil(() => deepQuery(desk.element, '.said').textContent === "Your organization doesn't let you make calls.");
  });

  it('does not call a colleague who is logged off, and says why', async () => {
    const desk = await communicator({}, false);
    type(desk.field, 'omar');
    press(desk.field, 'Enter', { ctrlKey: true });
    await waitUntil(() => deepQuery(desk.element, '.said').textContent === 'Omar Said is logged off');
    expect(desk.workspace.inputsOf('call')).to.be.empty;
  });
});
