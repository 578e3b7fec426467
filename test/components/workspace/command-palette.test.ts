import { expect } from '@open-wc/testing';
import { html } from 'lit';
import '../../../src/components/workspace/command-palette.ts';
import type { CommandPalette } from '../../../src/components/workspace/command-palette.ts';
import type { WindowActions } from '../../../src/components/workspace/shortcuts.ts';
import { tabOfSession } from '../../../src/model/desk/tab-ref.ts';
import type { Overview } from '../../../src/model/workspace.ts';
import { deepElements, deepQuery, type Desk, deskFixture, press, type } from '../desk-fixture.ts';
import { itKeepsTheElementContract, rendered } from '../element-contract.ts';
import { sampleAgent, sampleCall, sampleContactCall, sampleInvitation, sampleOverview, sampleSession, sampleVoice } from '../samples.ts';
import { waitUntil } from '../../fixtures/wait-until.ts';

const done: string[] = [];
const NAMES = ['focusSearch', 'focusMessage', 'toggleHistory', 'lock', 'signOut', 'openPalette', 'openSettings', 'openRecords'] as const;
const actions = {
  ...(Object.fromEntries(NAMES.map((name) => [name, () => void done.push(name)])) as Record<(typeof NAMES)[number], () => void>),
  cycleRegions: () => undefined,
  showInteraction: () => undefined,
} satisfies WindowActions;
const TEMPLATE = html`<backchannel-command-palette .actions=${actions}></backchannel-command-palette>`;
const BUSY: Partial<Overview> = {
  sessions: [sampleSession(), sampleSession({ peerLogon: 'khale' }), sampleInvitation()],
  interactions: [sampleVoice({ status: 'held', heldSince: 1 })],
  calls: [
    sampleCall(),
    sampleContactCall({ heldSince: 1 }),
    sampleCall({ id: 'rings', direction: 'incoming', state: { status: 'invited', expiresAt: Date.now() + 60_000 } }),
  ],
};

async function palette(overview: Partial<Overview> = BUSY): Promise<Desk<CommandPalette>> {
  done.length = 0;
  const desk = await deskFixture<CommandPalette>(TEMPLATE, { activeTab: tabOfSession('session-bmartin') });
  desk.workspace.push('overview', sampleOverview(overview));
  await rendered();
  await desk.element.show();
  await rendered();
  return desk;
}

const field = ({ element }: Desk<CommandPalette>) => deepQuery<HTMLInputElement>(element, 'input');
const options = ({ element }: Desk<CommandPalette>) =>
  deepElements(element.shadowRoot!).filter((one): one is HTMLElement => one.matches('[role="option"]'));
const labels = (desk: Desk<CommandPalette>) => options(desk).map((option) => option.querySelector('.name')?.textContent);
const isOpen = ({ element }: Desk<CommandPalette>) => deepQuery<HTMLDialogElement>(element, 'dialog').open;
async function search(desk: Desk<CommandPalette>, words: string): Promise<void> {
  type(field(desk), words);
  await rendered();
}

describe('backchannel-command-palette', () => {
  itKeepsTheElementContract(
    'backchannel-command-palette',
    () => TEMPLATE,
    async ({ workspace, element }) => {
      workspace.push('overview', sampleOverview(BUSY));
      await rendered();
      await (element as CommandPalette).show();
      await rendered();
    },
  );

  it('has every command of the desk, what is shown first', async () => {
    expect(labels(await palette())).to.deep.equal([
      'End Session: bmartin',
      'Hold: bmartin',
      'Mute: bmartin',
      'End Call: bmartin',
      'Retrieve: Maria Lindqvist',
      'Mute: Maria Lindqvist',
      'End Call: Maria Lindqvist',
      'Accept the call from bmartin',
      'Reject the call from bmartin',
      'Accept Dana Ortiz',
      'Reject Dana Ortiz',
      'Reject Dana Ortiz: “In 2 minutes”',
      'Reject Dana Ortiz: “In a call”',
      'Reject Dana Ortiz: “Later”',
      'Show Voice, Maria Lindqvist, left on hold',
      'Show khale',
      'Team Communicator',
      'Message field',
      'My History',
      'Settings',
      'Unsent consultation records',
      'Your status: Not Ready',
      'Your status: Not Ready, Break',
      'Your status: Not Ready, Lunch',
      'Your status: Not Ready, Meeting',
      'Your status: Not Ready, Training',
      'Your status: After Call Work',
      'Your status: Do Not Disturb',
      'Your status: Logged off',
      'Theme: Light',
      'Theme: Dark',
      'Theme: High contrast',
      'Lock the desk',
      'Sign Out',
    ]);
  });

  it('has each command read as its language is, in a page that goes from right to left', async () => {
    const desk = await palette();
    desk.element.dir = 'rtl';
    const directions = options(desk).map((option) => getComputedStyle(option.querySelector('.name') as Element).direction);
    expect(new Set(directions)).to.deep.equal(new Set(['ltr']));
  });

  it('finds a command by any of its words, and runs the one that the arrows have reached', async () => {
    const desk = await palette();
    await search(desk, 'lunch');
    expect(labels(desk)).to.deep.equal(['Your status: Not Ready, Lunch']);
    await search(desk, 'mute');
    press(field(desk), 'ArrowDown');
    await rendered();
    expect(field(desk).getAttribute('aria-activedescendant')).to.equal(deepQuery(desk.element, '[aria-selected="true"]').id);
    press(field(desk), 'Enter');
    await waitUntil(() => desk.workspace.inputsOf('muteCall').length > 0);
    expect(desk.workspace.inputsOf('muteCall')).to.deep.equal([{ callId: 'c1', isMuted: true }]);
    expect(isOpen(desk)).to.equal(false);
  });

  it('does by mouse what the window can do', async () => {
    const desk = await palette();
    await search(desk, 'sign out');
    options(desk)[0]!.click();
    expect(done).to.deep.equal(['signOut']);
  });

  it('shows the interaction that was chosen, and goes on to write', async () => {
    const desk = await palette();
    await search(desk, 'show khale');
    press(field(desk), 'Enter');
    await waitUntil(() => desk.shown.length > 0);
    expect(desk.shown).to.deep.equal([tabOfSession('session-khale')]);
  });

  it('opens again to say why something was not done', async () => {
    const desk = await palette();
    desk.workspace.answer('endSession', { refused: 'unknown-session' });
    await search(desk, 'end session');
    press(field(desk), 'Enter');
    await waitUntil(() => deepQuery(desk.element, '[role="alert"]').textContent?.includes('This session is gone') === true);
    expect(isOpen(desk)).to.equal(true);
  });

  it('finds colleagues by their names, with all that can be done about them, and says why something can’t', async () => {
    const desk = await palette();
    desk.workspace.answerQueries('targets', ({ search: words }) => ({
      total: 1,
      first: 0,
      isLoaded: true,
      rows: [sampleAgent({ logon: words, name: 'Omar Said', status: { availability: 'logged-off' } })],
    }));
    await search(desk, 'omar');
    await waitUntil(() => labels(desk).includes('Send an Instant Message to Omar Said'));
    press(field(desk), 'Enter');
    await waitUntil(() => deepQuery(desk.element, '[role="alert"]').textContent?.includes('Omar Said is logged off') === true);
    expect(desk.workspace.inputsOf('invite')).to.be.empty;
  });

  it('says that nothing matches, and how many commands do', async () => {
    const desk = await palette();
    await search(desk, 'xyzzy');
    expect(deepQuery(desk.element, '.muted').textContent).to.equal('No command matches “xyzzy”.');
    await search(desk, 'mute');
    expect(deepQuery(desk.element, '[aria-live]').textContent).to.equal('2 commands');
  });

  it('offers to reject with a word also the invitation that is on screen', async () => {
    const desk = await palette({ sessions: [sampleInvitation({ peerLogon: 'bmartin', peerName: 'Bill Martin' })] });
    expect(labels(desk).slice(0, 3)).to.deep.equal(['Reject: bmartin', 'Accept: bmartin', 'Reject Bill Martin: “In 2 minutes”']);
    press(field(desk), 'ArrowDown');
    press(field(desk), 'ArrowDown');
    await rendered();
    press(field(desk), 'Enter');
    await waitUntil(() => desk.workspace.inputsOf('reject').length > 0);
    expect(desk.workspace.inputsOf('reject')).to.deep.equal([{ sessionId: 'session-bmartin', text: 'In 2 minutes' }]);
  });

  it('stays closed while nobody is signed in, and closes when the agent is signed out', async () => {
    expect(isOpen(await palette({ me: undefined }))).to.equal(false);
    const desk = await palette();
    desk.workspace.push('overview', sampleOverview({ me: undefined }));
    await waitUntil(() => !isOpen(desk));
  });
});
