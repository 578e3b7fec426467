import { expect, waitUntil } from '@open-wc/testing';
import type { ContactsOffer } from '../../src/channel/page-contacts.ts';
import { agentOf, DirectoryEnd } from '../storage/directory-end.ts';
import { Desk } from './desk.ts';
import { ServerEnd } from './server-end.ts';

const TARGETS = { kind: 'targets', search: '', filter: 'agents', first: 0, count: 20 } as const;

describe('an organisation’s directory', () => {
  let end: DirectoryEnd;
  let server: ServerEnd;
  let anna: Desk;

  beforeEach(() => {
    server = new ServerEnd(`s${crypto.randomUUID().slice(0, 8)}.example`);
    server.addAccount('anna');
    end = new DirectoryEnd();
    end.put(agentOf('zoe', 'Zoë Quist'), agentOf('anna2', 'Anna Berg'));
  });
  afterEach(async () => {
    await anna.leave();
    server.close();
    end.restore();
  });

  const offer = (more: Partial<Extract<ContactsOffer, { kind: 'tokens' }>>) => ({
    contacts: {
      offer: { kind: 'tokens' as const, service: 'https://contacts.example', ...more },
      call: (name: string) => Promise.resolve({ value: name === 'getToken' ? 'token' : undefined }),
    },
  });

  it('that a page names beside its contact service is searched together with the roster', async () => {
    anna = await new Desk(server, 'anna', { offers: offer({ directory: end.address }) }).signIn();
    const { rows } = await anna.untilSlice({ ...TARGETS, search: 'zoe' }, ({ total }) => total === 1, 'Zoë is found');
    expect(rows).to.deep.equal([
      {
        kind: 'agent',
        jid: 'zoe@team.example',
        logon: 'zoe',
        name: 'Zoë Quist',
        groups: [],
        status: { availability: 'unknown' },
        isFavorite: false,
      },
    ]);
    await anna.workspace.commands.setFavorite({ target: { kind: 'agent', jid: 'zoe@team.example' }, isFavorite: true });
    await anna.untilSlice({ ...TARGETS, filter: 'favorites' }, ({ total }) => total === 1, 'Zoë is a favorite');
  });

  it('is searched as soon as a page names it, also when the desk has shown the roster by then', async () => {
    anna = await new Desk(server, 'anna').signIn();
    let total = 0;
    const stop = anna.workspace.subscribe(TARGETS, (slice) => (total = slice.total));
    await anna.untilSlice(TARGETS, ({ isLoaded }) => isLoaded, 'the roster is shown');
    anna.openView([], offer({ directory: end.address }));
    await waitUntil(() => total === 2, 'the directory is shown');
    stop();
  });

  it('that nobody names isn’t asked, and nothing of it is stored', async () => {
    anna = await new Desk(server, 'anna', { offers: offer({}) }).signIn();
    await anna.untilSlice({ ...TARGETS, search: 'zoe' }, ({ isLoaded, total }) => isLoaded && total === 0, 'the roster is searched');
    expect(end.asked).to.deep.equal([]);
  });
});
