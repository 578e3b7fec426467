import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readHubConfig } from './config.ts';
import { makeHubHttp } from './http.ts';
import { Hub } from './hub.ts';

/*
 * The availability hub as a process of its own:
 *
 *     npx tsx server/hub/main.ts --config FILE
 *
 * FILE is JSON in the shape of `config.ts`. It ends by SIGTERM.
 */

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { config: { type: 'string' } } });
  if (values.config === undefined) throw new Error('--config names the file with the configuration.');
  const config = readHubConfig(JSON.parse(await readFile(values.config, 'utf8')));
  const hub = new Hub(config);
  const http = makeHubHttp(hub, config);
  const stop = () => {
    void Promise.all([http.close(), hub.stop()]).finally(() => process.exit());
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // The process that started this one has ended.
  process.once('disconnect', stop);
  const address = await http.listen({ host: config.http.host, port: config.http.port });
  hub.start();
  process.send?.({ state: 'listening', address });
  if (!process.send) console.log(`Availability hub ${config.jid}: ${address}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
