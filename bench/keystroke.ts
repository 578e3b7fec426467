import { setTimeout as pause } from 'node:timers/promises';
import { type Measure, measure, percentile } from './measure.ts';
import { openBenchSite } from './site.ts';

const FRAME_MS = 1000 / 60;
/** What is typed, letter by letter. Each letter changes the number of rows: of 2,000 targets, 1,111 have a number that begins with a 1. */
const TYPED = ['123', '1798', '17', '152', '19', '1043', '114', '1666', '186', '135'];
const KINDS = ['bare', 'desk'] as const;
/** The pause between keys. It is long enough for the page to be idle again, and random, so that keys never fall in step with the frames. */
const PAUSE_MS = [60, 90] as const;

/** Measures from a key in the Team Communicator's field until its results are painted, by turns with a bare field in the same page. */
export async function measureKeystroke(targets: number): Promise<readonly Measure[]> {
  const others = Array.from({ length: targets }, (_, index) => ({ jid: `agent${index}@localhost`, name: `Agent Number ${index}` }));
  const members = [{ jid: 'reader@localhost', name: 'Reader' }, ...others];
  // All of them have accounts: the server would go on for a minute to tell of each that there is none.
  const usernames = members.map(({ jid }) => jid.replace('@localhost', ''));
  const site = await openBenchSite(`keystroke-${targets}`, usernames, [{ name: 'Team', members }]);
  try {
    const page = await (await site.browser.newContext({ viewport: { width: 1280, height: 640 } })).newPage();
    await page.goto(`${site.origin}/bench/keystroke.html`);
    await page.waitForFunction(() => 'openFields' in globalThis);
    await page.evaluate((account) => openFields(account), { service: site.service, username: 'reader', password: 'reader', targets });
    const times = { bare: [] as number[], desk: [] as number[] };
    const type = async (word: string) => {
      for (const kind of KINDS) {
        await page.evaluate((which) => focusOn(which), kind);
        for (const letter of word) {
          await pause(PAUSE_MS[0] + Math.random() * (PAUSE_MS[1] - PAUSE_MS[0]));
          await page.evaluate((which) => watchKey(which), kind);
          await page.keyboard.press(letter);
          times[kind].push(await page.evaluate(() => keystroke));
        }
        await page.evaluate((which) => emptyField(which), kind);
      }
    };
    // The first words aren't measured, because code that has just been loaded is slow.
    for (const word of TYPED) await type(word);
    times.bare = [];
    times.desk = [];
    for (const word of [...TYPED, ...TYPED, ...TYPED]) await type(word);
    const beyond = (share: number) => (percentile(times.desk, share) - percentile(times.bare, share)) / FRAME_MS;
    const name = `key → results painted, ${targets.toLocaleString('en')} targets`;
    return [
      measure(`${name}, p50, beyond bare`, beyond(0.5), 'frames', 1),
      measure(`${name}, p95, beyond bare`, beyond(0.95), 'frames', 1),
    ];
  } finally {
    await site.stop();
  }
}
