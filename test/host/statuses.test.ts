import { expect } from '@open-wc/testing';
import type { Availability } from '../../src/model/agent.ts';
import { type Desk, openDesks } from './desk.ts';

const CHOSEN = 'urn:backchannel:status:0';

describe('an agent with several devices', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;
  let anna: Desk;
  let ben: Desk;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
    ({ anna, ben } = at.desks);
  });

  afterEach(() => at.close());

  /** Another browser of Ben's shows this, as chosen so many milliseconds from now. */
  function otherBrowserShows(inner: string, { chosenInMs, type }: { readonly chosenInMs?: number; readonly type?: string } = {}): void {
    const chosen = chosenInMs === undefined ? '' : `<chosen xmlns="${CHOSEN}" at="${new Date(Date.now() + chosenInMs).toISOString()}"/>`;
    const head = `from="${ben.jid}/other"${type ? ` type="${type}"` : ''}`;
    for (const to of [anna.jid, ben.jid])
      at.server.deliver(`<presence xmlns="jabber:client" to="${to}" ${head}>${inner}${chosen}</presence>`);
  }

  function annaSees(availability: Availability): Promise<unknown> {
    return anna.untilSlice(
      { kind: 'targets', search: '', filter: 'agents', first: 0, count: 10 },
      ({ rows }) => rows.some((row) => row.kind === 'agent' && row.logon === 'ben' && row.status.availability === availability),
      `Ben is shown as ${availability}`,
    );
  }

  const benIs = (availability: Availability) => ben.until(({ me }) => me?.status.availability === availability, `Ben is ${availability}`);

  it('has in all browsers the status that was chosen last in any of them', async () => {
    await ben.workspace.commands.setStatus({ availability: 'not-ready', reason: 'Lunch' });
    otherBrowserShows('<show>dnd</show>', { chosenInMs: -60_000 });
    await annaSees('not-ready');
    otherBrowserShows('<show>dnd</show>', { chosenInMs: 0 });
    await benIs('do-not-disturb');
    await annaSees('do-not-disturb');
    otherBrowserShows('', { type: 'unavailable', chosenInMs: 0 });
    await benIs('logged-off');
  });

  it('is logged off for colleagues when they chose that, though a dead browser of theirs still shows something else', async () => {
    otherBrowserShows('', { chosenInMs: -60_000 });
    await annaSees('ready');
    await ben.workspace.commands.setStatus({ availability: 'logged-off' });
    await annaSees('logged-off');
  });

  it('stays as they are in the other browsers when one of them is closed', async () => {
    await ben.workspace.commands.setStatus({ availability: 'not-ready' });
    otherBrowserShows('', { type: 'unavailable' });
    await annaSees('not-ready');
    await benIs('not-ready');
  });
});

describe('A stream', () => {
  it('asks to be kept for a minute only, so that an agent who has gone isn’t shown as ready for long', async () => {
    const at = await openDesks('anna');
    expect(at.server.streamOf('anna').keptS).to.equal(60);
    await at.close();
  });
});
