import { parseArgs } from 'node:util';
import { runGroupRounds } from './group-rounds.ts';

/* `npm run group-rounds -- --rounds N`: groups whose members all accept at the same moment (group-rounds.ts). */

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '200' } } });
const { rounds, losers, faults, slowestMs } = await runGroupRounds(Number(values.rounds));
for (const fault of faults) console.log(`✖ ${fault}`);
console.log(`${rounds} rounds, ${losers} who accepted too late, the slowest round ${slowestMs.toFixed(0)} ms: ${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
