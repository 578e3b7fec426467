// First: it puts a browser's globals in place before the product looks for them.
import './browser-globals.ts';
import { inOwnTime } from './own-time.ts';
import { goThrough } from '../block.ts';
import type { Run } from '../fuzzer.ts';

process.on('message', (runs: readonly Run[]) => void inOwnTime(() => goThrough(runs)).then((outcome) => process.send?.(outcome)));
process.on('disconnect', () => process.exit());
