import type { Page } from '@playwright/test';
import { seedRandom } from '../../demo/crm/service/seed-random.ts';
import { expect, test } from '../fixtures/e2e.ts';
import { bodiesIn, connectDesks, expectStatus, say, transcript } from '../fixtures/im.ts';
import { WireProxy } from '../fixtures/wire-proxy.ts';

/** In this schedule every kind of fault comes, on both sides. */
const SEED = 2;
const STEPS = 70;

test("whatever breaks in between, every message arrives once and in its sender's order", async ({
  openDesk,
  wire,
  site,
  server,
  team: { a, b },
}) => {
  test.slow();
  const otherWire = await WireProxy.start(site.websocket);
  const [anna, ben] = await Promise.all([openDesk(a, { service: wire.websocket }), openDesk(b, { service: otherWire.websocket })]);
  await connectDesks([anna, a], [ben, b]);
  const sides = [
    { page: anna, agent: a, wire, said: [] as string[] },
    { page: ben, agent: b, wire: otherWire, said: [] as string[] },
  ] as const;

  const random = seedRandom(SEED).next;
  for (let step = 0; step < STEPS; step += 1) {
    const side = sides[random() < 0.5 ? 0 : 1];
    const chance = random();
    if (chance < 0.7) {
      const text = `${side.agent.logon} ${side.said.length}.`;
      await say(side.page, text);
      await expect(transcript(side.page)).toContainText(text);
      side.said.push(text);
    } else if (chance < 0.78) side.wire.cut();
    else if (chance < 0.84) side.wire.freeze();
    else if (chance < 0.9) side.wire.thaw();
    else if (chance < 0.93) side.wire.refuse();
    else if (chance < 0.96) side.wire.allow();
    else if (chance < 0.98) await server.closeStreams(side.agent.logon, 'system-shutdown');
    else await reload(side.page);
  }
  for (const side of sides) {
    side.wire.allow();
    side.wire.thaw();
  }

  const everything = sides.flatMap(({ said }) => said).sort();
  for (const { page } of sides) {
    await expect.poll(async () => [...(await bodiesIn(page))].sort(), { timeout: 60_000 }).toEqual(everything);
    const bodies = await bodiesIn(page);
    for (const { agent, said } of sides) expect(bodies.filter((body) => body.startsWith(`${agent.logon} `))).toEqual(said);
  }
  await expectStatus(anna, b, 'Connected');
  await expectStatus(ben, a, 'Connected');
  await otherWire.stop();
});

async function reload(page: Page): Promise<void> {
  await page.reload();
  await expect(transcript(page)).toBeVisible();
}
