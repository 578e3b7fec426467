import { expect } from '@open-wc/testing';
import { SessionHost } from '../../src/background/host/session-host.ts';
import { channelOfMessagePort } from '../../src/channel/message-port.ts';
import { firstSlice } from '../../src/channel/first-slice.ts';
import { RemoteWorkspace } from '../../src/channel/remote-workspace.ts';
import { getLog } from '../../src/storage/log-store.ts';
import { waitUntil } from '../fixtures/wait-until.ts';
import { openDesks } from './desk.ts';

describe('diagnostics', () => {
  let at: Awaited<ReturnType<typeof openDesks<'anna' | 'ben'>>>;

  beforeEach(async () => {
    at = await openDesks('anna', 'ben');
  });

  afterEach(() => at.close());

  it('tell of connecting, of a loss and of coming back, with times and nobody’s name', async () => {
    const { anna, ben } = at.desks;
    const sessionId = await ben.talkWith(anna);
    await ben.workspace.commands.send({ sessionId, messageId: 'm1', body: 'Is it a duplicate?' });
    at.server.streamOf('anna').line.cut();
    await anna.until(({ connection }) => connection.status === 'reconnecting', 'reconnecting');
    globalThis.dispatchEvent(new Event('online'));
    const { entries } = await anna.untilSlice(
      { kind: 'diagnostics' },
      ({ entries }) => entries.some(({ code }) => code === 'connected resumed'),
      'it is back',
    );
    expect(entries.map(({ code }) => code)).to.include.members(['connected new', 'connection-lost unexpected', 'connected resumed']);
    expect(entries.find(({ code }) => code === 'connected new')?.ms).to.be.greaterThanOrEqual(0);
    for (const word of ['anna', 'ben', at.server.domain, 'duplicate', sessionId]) expect(JSON.stringify(entries)).not.to.contain(word);
  });

  it('are there for the next host of the profile', async () => {
    const { anna } = at.desks;
    const profile = `test ${anna.jid}`;
    await waitUntil(async () => (await getLog(profile)).length > 0, 'the log is stored');
    const host = new SessionHost({ profile });
    const { port1, port2 } = new MessageChannel();
    host.connectView(channelOfMessagePort(port1));
    const next = new RemoteWorkspace(() => channelOfMessagePort(port2));
    await waitUntil(
      async () => (await firstSlice(next, { kind: 'diagnostics' })).entries.some(({ code }) => code === 'connected new'),
      'it has what was stored',
    );
    next.close();
  });
});
