import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { test } from 'node:test';
import * as v from 'valibot';

const times = v.object({ p50: v.optional(v.number()), p95: v.optional(v.number()) });
const second = v.object({ arrived: v.number(), resumed: v.number(), receiptMs: times, watchMs: times });
const cost = v.object({ cpuMsOfSigningIn: v.number(), cpuMsPerSecond: v.number(), memoryKb: v.number() });
const sum = v.object({ agents: v.number(), failed: v.number(), ims: v.number(), perAgent: v.object({ server: cost, hub: cost }) });

test('fifty agents work a day at a server: all sign in, write and scroll, come back when they are cut off, and nothing fails', async () => {
  const given = ['--start', 'prosody', '--agents', '50', '--storm', '1', '--seconds', '600', '--speed', '20'];
  const child = spawn(process.execPath, ['--import', 'tsx', 'server/load/main.ts', ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const missing = new Set(['all are there', 'receipts', 'a hub’s answers', 'a stream was resumed']);
  let last: unknown;
  let isOver = false;
  for await (const text of createInterface({ input: child.stdout })) {
    last = JSON.parse(text);
    if (!v.is(second, last)) continue;
    if (last.arrived === 50) missing.delete('all are there');
    if (last.receiptMs.p95 !== undefined) missing.delete('receipts');
    if (last.watchMs.p95 !== undefined) missing.delete('a hub’s answers');
    if (last.resumed > 0) missing.delete('a stream was resumed');
    if (missing.size === 0 && !isOver) isOver = child.kill('SIGTERM');
  }
  assert.deepEqual(await ended, [0, null]);
  const { agents, failed, ims } = v.parse(sum, last);
  assert.deepEqual([agents, failed], [50, 0]);
  assert.ok(ims > 0);
});
