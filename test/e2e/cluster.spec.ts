import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { Ejabberd } from '../../demo/ejabberd.ts';
import { clearEjabberdCluster, startEjabberdCluster } from '../../demo/ejabberd-cluster.ts';
import { waitUntilConnected } from '../fixtures/desk.ts';
import { accountsOf, groupOf, type TestAgent } from '../fixtures/agents.ts';
import { expect, test as base } from '../fixtures/e2e.ts';
import { bodiesIn, expectStatus, invite, notification, say } from '../fixtures/im.ts';

const NODES = 2;
/** So long after a node has died both desks show the same. */
const AGREED = { timeout: 30_000 };

const test = base.extend<{ readonly cluster: Ejabberd }>({
  cluster: async ({ site, team }, use) => {
    const folder = join(site.folder, 'clusters', team.group);
    const stops: (() => Promise<void>)[] = [() => clearEjabberdCluster(folder)];
    const onStop = (stop: () => Promise<void>) => void stops.unshift(stop);
    try {
      const given = { folder, accounts: accountsOf(team), groups: [groupOf(team)], nodes: NODES, onStop };
      await use((await startEjabberdCluster(given)).ejabberd);
    } finally {
      for (const stop of stops) await stop();
    }
  },
});

test('where a node of a cluster dies, an invitation, what both were writing, and the end of the session, which it had taken and not passed on, reach the other desk once', async ({
  cluster: { nodes, websockets },
  openDesk,
  team: { a, b },
}) => {
  /** Each desk is at a node of its own, and goes to the other one when that dies. */
  const openAt = (agent: TestAgent, addresses: readonly string[]) => openDesk(agent, { service: addresses.join(' ') });
  const [anna, ben] = await Promise.all([openAt(a, websockets), openAt(b, websockets.toReversed())]);

  /** A node takes what is done, passes nothing on any more, and dies. @returns what has it come back, with its desk */
  const loseNode = async (place: number, desk: Page, act: () => Promise<unknown>) => {
    const node = nodes[place]!;
    node.hang();
    await act();
    await node.stop('SIGKILL');
    return async () => {
      await node.start();
      await node.joined(NODES);
      await desk.reload();
      await waitUntilConnected(desk);
    };
  };

  const annaComesBack = await loseNode(0, anna, () => invite(anna, b));
  await expect(notification(ben, a)).toBeVisible(AGREED);
  await notification(ben, a).getByRole('button', { name: 'Accept' }).click();
  await expectStatus(anna, b, 'Connected');
  await expectStatus(ben, a, 'Connected');
  await annaComesBack();

  const benComesBack = await loseNode(1, ben, () => Promise.all([say(anna, 'Anna 1'), say(ben, 'Ben 1')]));
  await Promise.all([say(anna, 'Anna 2'), say(ben, 'Ben 2')]);
  const said = (by: string) => [`${by} 1`, `${by} 2`];
  for (const desk of [anna, ben]) {
    const saidBy = async (by: string) => (await bodiesIn(desk)).filter((text) => text.startsWith(by));
    await expect.poll(() => saidBy('Anna'), AGREED).toEqual(said('Anna'));
    await expect.poll(() => saidBy('Ben'), AGREED).toEqual(said('Ben'));
  }
  await benComesBack();

  await loseNode(0, anna, () => anna.getByRole('button', { name: 'End Session' }).click());
  for (const [desk, peer] of [
    [anna, b],
    [ben, a],
  ] as const) {
    await expect(desk.getByRole('status', { name: `${peer.logon}, Ended` })).toBeVisible(AGREED);
    // Nothing rang a second time, or began another session.
    await expect(desk.getByRole('alertdialog')).toHaveCount(0);
    await expect(desk.getByRole('tab', { name: peer.logon })).toHaveCount(1);
    expect((await bodiesIn(desk)).toSorted()).toEqual([...said('Anna'), ...said('Ben')]);
  }
});
