import { voiceArguments } from '../test/fixtures/audio-browser.ts';
import { type Measure, measure, percentile } from './measure.ts';
import { type BenchSite, openBenchSite } from './site.ts';

const ROUNDS = 7;
const AGENTS = [
  { logon: 'anna', name: 'Anna Adams' },
  { logon: 'ben', name: 'Ben Baker' },
] as const;

/** How long a person takes to look and to accept, once the call has been offered. */
const PERSON_MS = 1_000;

/**
 * Measures from the click on *Accept* at one desk until its agent is heard at the other, by turns with two peer connections of one page. Both open
 * the callee's microphone and find their route in that time. The call was offered while it rang. After *Accept* it sends its answer through the
 * server, is shown, and runs in two processes; the bare connection makes the offer too. Up to one and a half times the bare time, the first word is heard.
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
      // A call is offered while it rings. A person doesn't accept before that.
      await caller.evaluate(() => untilOffered());
      await new Promise((resolve) => setTimeout(resolve, PERSON_MS));
      const start = await callee.evaluate(() => acceptCall());
      const heard = await caller.evaluate(() => heardAt);
      await caller.evaluate((id) => endCall(id), callId);
      await Promise.all([caller, callee].map((page) => page.evaluate(() => untilNoCall())));
      if (round === 0) continue;
      bare.push(bareMs);
      voice.push(heard - start);
    }
    return [
      measure('call: Accept → first audio heard, p50, to a bare connection', percentile(voice, 0.5) / percentile(bare, 0.5), '×', 1.5),
    ];
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
