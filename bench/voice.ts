import { voiceArguments } from '../test/fixtures/audio-browser.ts';
import { type Measure, measure, percentile } from './measure.ts';
import { type BenchSite, openBenchSite } from './site.ts';

const ROUNDS = 7;
const AGENTS = [
  { logon: 'anna', name: 'Anna Adams' },
  { logon: 'ben', name: 'Ben Baker' },
] as const;

/**
 * Measures from the click on *Accept* at one desk until its agent is heard at the other, by turns with two peer connections of one page. Both open
 * the microphone and find their route in that time. A call also sends three messages through the server (the acceptance, the offer and the answer),
 * parses them, and runs in two processes. Up to twice the bare time, it still feels like an answered telephone.
 */
export async function measureVoice(): Promise<readonly Measure[]> {
  const members = AGENTS.map(({ logon, name }) => ({ jid: `${logon}@localhost`, name }));
  const site = await openBenchSite(
    'voice',
    AGENTS.map(({ logon }) => logon),
    [{ name: 'Team', members }],
    { browserArguments: (folder) => voiceArguments(folder, 'agent') },
  );
  try {
    const [anna, ben] = AGENTS;
    const [caller, callee] = [await openPage(site, anna.logon), await openPage(site, ben.logon)];
    const bare: number[] = [];
    const voice: number[] = [];
    // There is one round more than is counted: the first loads the code that calls need.
    for (let round = 0; round <= ROUNDS; round += 1) {
      const bareMs = await callee.evaluate(() => callBare());
      await caller.evaluate(() => listen());
      const callId = await caller.evaluate((logon) => call(logon), ben.logon);
      await callee.evaluate(() => untilItRings());
      const start = await callee.evaluate(() => acceptCall());
      const heard = await caller.evaluate(() => heardAt);
      await caller.evaluate((id) => endCall(id), callId);
      await Promise.all([caller, callee].map((page) => page.evaluate(() => untilNoCall())));
      if (round === 0) continue;
      bare.push(bareMs);
      voice.push(heard - start);
    }
    return [measure('call: Accept → first audio heard, p50, to a bare connection', percentile(voice, 0.5) / percentile(bare, 0.5), '×', 2)];
  } finally {
    await site.stop();
  }
}

/** Opens a desk in a browser profile of its own, as each agent has one on their own machine. */
async function openPage(site: BenchSite, logon: string) {
  const context = await site.browser.newContext({ permissions: ['microphone'] });
  const page = await context.newPage();
  await page.goto(`${site.origin}/bench/voice.html`);
  await page.waitForFunction(() => 'callBare' in globalThis);
  await page.evaluate((agent) => signIn(agent), { service: site.service, logon });
  return page;
}
