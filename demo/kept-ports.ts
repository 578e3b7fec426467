import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { findFreePort } from './free-port.ts';

const portsShape = v.record(v.string(), v.number());

/**
 * Free ports of 127.0.0.1 by their names: those of the last run, which the file has, as far as they are free still, because browsers know a server by
 * its port. The file then has these.
 */
export async function keptPorts<N extends string>(file: string, names: readonly N[]): Promise<Readonly<Record<N, number>>> {
  const kept = v.safeParse(portsShape, await readFile(file, 'utf8').then(JSON.parse, () => undefined));
  const ports = new Map<N, number>();
  for (const name of names) {
    let port = await findFreePort(kept.success ? kept.output[name] : undefined);
    while ([...ports.values()].includes(port)) port = await findFreePort();
    ports.set(name, port);
  }
  const chosen = Object.fromEntries(ports) as Record<N, number>;
  await writeFile(file, JSON.stringify(chosen));
  return chosen;
}
