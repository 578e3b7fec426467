import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { startAvailabilityHub } from '../../demo/availability-hub.ts';
import { Ejabberd, type EjabberdOptions } from '../../demo/ejabberd.ts';
import { findFreePort } from '../../demo/free-port.ts';
import { RawClient } from '../fixtures/raw-client.ts';

const rosterShape = v.array(v.object({ jid: v.string(), nick: v.string(), group: v.string() }));

describe('a private ejabberd', { timeout: 120_000 }, () => {
  let folder: string;
  let ejabberd: Ejabberd | undefined;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backchannel-ejabberd-'));
  });

  after(async () => {
    await ejabberd?.stop('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });

  const start = async (more: Partial<EjabberdOptions> = {}) => {
    const accounts = [
      { username: 'anna', name: 'Anna Adams', password: 'secret' },
      { username: 'ben', name: 'Ben Baker', password: 'secret' },
    ];
    const groups = [
      { name: 'Billing', isPublic: true, members: [{ jid: 'anna@localhost', name: 'Anna Adams' }] },
      { name: 'Technical Support', isPublic: true, members: [{ jid: 'ben@localhost', name: 'Ben Baker' }] },
    ];
    return (ejabberd = await Ejabberd.start({ folder, accounts, groups, ...more }));
  };

  const rosterOf = async (user: string) => v.parse(rosterShape, await ejabberd?.nodes[0]?.call('get_roster', { user, host: 'localhost' }));

  it('has everybody in everybody’s roster where groups are public, with their names, and is at the same address when it starts again', async () => {
    const { websocket } = await start();
    assert.deepEqual(await rosterOf('anna'), [{ jid: 'ben@localhost', nick: 'Ben Baker', group: 'Technical Support' }]);
    assert.deepEqual(await rosterOf('ben'), [{ jid: 'anna@localhost', nick: 'Anna Adams', group: 'Billing' }]);
    await ejabberd?.stop();
    assert.equal((await start()).websocket, websocket);
    assert.deepEqual(await rosterOf('anna'), [{ jid: 'ben@localhost', nick: 'Ben Baker', group: 'Technical Support' }]);
  });

  it('names a relay to agents who sign in, and lets a hub connect as a component', async () => {
    await ejabberd?.stop();
    const port = await findFreePort();
    const secret = 'made-up secret';
    const { websocket } = await start({
      turn: { host: '127.0.0.1', port: 3478, secret },
      components: { port, secret, jids: ['hub.localhost'] },
    });
    const hub = await startAvailabilityHub(join(folder, 'hub'), {
      jid: 'hub.localhost',
      secret,
      server: { port },
      agentHosts: ['localhost'],
      accountsFile: join(folder, 'hub', 'accounts'),
      partners: [],
    });
    const client = await RawClient.signIn(websocket, 'localhost', { logon: 'anna', password: 'secret' });
    try {
      const services = await client.ask('<services xmlns="urn:xmpp:extdisco:2"/>', { type: 'get', to: 'localhost' });
      assert.match(services, /type=.turn./);
      // It says that it isn't well until the server has let it in.
      while ((await fetch(`${hub.address}/health`)).status !== 200) await pause(50);
    } finally {
      client.close();
      await hub.stop();
    }
  });
});
