import { measureBytes } from './bytes.ts';
import { measureContactHistory } from './contact-history.ts';
import { measureContactSearch } from './contact-search.ts';
import { measureLatency } from './latency.ts';
import { type Measure, printTable } from './measure.ts';
import { measurePopup } from './popup.ts';
import { measureSignIn } from './sign-in.ts';
import { measureVoice } from './voice.ts';

const isJson = process.argv.includes('--json');
const measures: Measure[] = [];

const PARTS: readonly (() => Promise<readonly Measure[]>)[] = [
  measureBytes,
  measurePopup,
  async () => [await measureSignIn(50, 10)],
  async () => [await measureSignIn(2_000, 3)],
  measureLatency,
  measureVoice,
  measureContactHistory,
  measureContactSearch,
];

for (const part of PARTS) {
  const found = await part();
  measures.push(...found);
  if (isJson) for (const one of found) console.log(JSON.stringify(one));
}
if (!isJson) printTable(measures);
process.exit(measures.every(({ pass }) => pass) ? 0 : 1);
