import { type Measure, measure, percentile } from './measure.ts';
import { openBenchSite } from './site.ts';

const ROUNDS = 15;

/** Measures from sign-in to a usable Team Communicator, against a bare sign-in that shows the roster in plain rows. */
export async function measureSignIn(targets: number, aim: number): Promise<Measure> {
  const others = Array.from({ length: targets }, (_, index) => ({ jid: `agent${index}@localhost`, name: `Agent Number ${index}` }));
  const members = [{ jid: 'reader@localhost', name: 'Reader' }, ...others];
  const site = await openBenchSite(`sign-in-${targets}`, ['reader'], [{ name: 'Team', members }]);
  try {
    const account = { service: site.service, username: 'reader', password: 'reader', targets };
    const bare: number[] = [];
    const desk: number[] = [];
    // There is one round more than is counted: in the first, the server's caches are cold.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const run = async (kind: 'bare' | 'desk') => {
        const context = await site.browser.newContext();
        const page = await context.newPage();
        await page.goto(`${site.origin}/bench/sign-in.html`);
        await page.waitForFunction(() => 'signInDesk' in globalThis);
        const ms = await page.evaluate(([which, input]) => (which === 'bare' ? signInBare(input) : signInDesk(input)), [
          kind,
          account,
        ] as const);
        await context.close();
        return ms;
      };
      const bareMs = await run('bare');
      const deskMs = await run('desk');
      if (round === 0) continue;
      bare.push(bareMs);
      desk.push(deskMs);
    }
    return measure(
      `sign-in → usable Team Communicator, ${targets} targets, to bare`,
      percentile(desk, 0.5) / percentile(bare, 0.5),
      '×',
      aim,
    );
  } finally {
    await site.stop();
  }
}
