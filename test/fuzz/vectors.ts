import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Failure, Run } from './fuzzer.ts';

const WIRE = new URL('../fixtures/stanzas/', import.meta.url);
const FAULTS = new URL('../fixtures/fuzz/', import.meta.url);

/** Steps that once failed. They are sent to the hosts at every test. */
export interface FaultVector {
  readonly name: string;
  readonly fault: string;
  readonly runs: readonly Run[];
}

/** The stanzas of docs/protocol.md, sorted by name, because what a seed produces depends on their order. */
export function wireVectors(): readonly string[] {
  const names = readdirSync(WIRE)
    .filter((name) => name.endsWith('.xml'))
    .sort();
  return names.map((name) => readFileSync(new URL(name, WIRE), 'utf8').trim());
}

export function faultVectors(): readonly FaultVector[] {
  if (!existsSync(FAULTS)) return [];
  const names = readdirSync(FAULTS)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return names.map((name) => ({
    name: name.slice(0, -5),
    ...(JSON.parse(readFileSync(new URL(name, FAULTS), 'utf8')) as Omit<FaultVector, 'name'>),
  }));
}

/** Stores a failure. @returns the file's path within the project */
export function keepFailure(seed: number, { at, fault, runs }: Failure): string {
  mkdirSync(FAULTS, { recursive: true });
  const name = `seed-${seed}-run-${at}.json`;
  writeFileSync(new URL(name, FAULTS), `${JSON.stringify({ fault, runs }, null, 2)}\n`);
  return `test/fixtures/fuzz/${name}`;
}
