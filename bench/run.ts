import { measureArchive } from './archive.ts';
import { measureAvailability } from './availability.ts';
import { measureBytes } from './bytes.ts';
import { measureCluster } from './cluster.ts';
import { measureContactHistory } from './contact-history.ts';
import { measureContactSearch } from './contact-search.ts';
import { measureDirectory } from './directory.ts';
import { measureKeystroke } from './keystroke.ts';
import { measureLatency } from './latency.ts';
import { type Measure, printTable } from './measure.ts';
import { measureMissed } from './missed.ts';
import { measurePopup } from './popup.ts';
import { measureReady } from './ready.ts';
import { measureSignIn } from './sign-in.ts';
import { measureTargetsCost } from './targets-cost.ts';
import { measureVoice } from './voice.ts';

const isJson = process.argv.includes('--json');
let isMissed = false;

const PARTS: Readonly<Record<string, () => Promise<readonly Measure[]>>> = {
  bytes: measureBytes,
  ready: measureReady,
  popup: measurePopup,
  'sign-in': async () => [await measureSignIn(50, 6), await measureSignIn(2_000, 3)],
  keystroke: async () => [...(await measureKeystroke(2_000)), ...(await measureKeystroke(5_000))],
  latency: measureLatency,
  missed: measureMissed,
  archive: measureArchive,
  voice: measureVoice,
  'contact-history': measureContactHistory,
  'contact-search': measureContactSearch,
  directory: measureDirectory,
  availability: measureAvailability,
  cluster: measureCluster,
  'targets-cost': measureTargetsCost,
};

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1]?.split(',') : Object.keys(PARTS);

for (const name of only ?? []) {
  const part = PARTS[name];
  if (!part) throw new Error(`There is no part ${name}: ${Object.keys(PARTS).join(', ')}`);
  const found = await part();
  isMissed ||= found.some(({ pass }) => !pass);
  // At once, so that a run that is ended early has told what it has measured.
  if (isJson) for (const one of found) console.log(JSON.stringify(one));
  else printTable(found);
}
process.exit(isMissed ? 1 : 0);
