import { randomBytes } from 'node:crypto';
import { migrate } from '../demo/crm/service/migrate.ts';
import { openPgliteDatabase } from '../demo/crm/service/pglite-database.ts';
import { issueToken } from '../demo/crm/service/tokens.ts';
import { DIRECTORY_MIGRATIONS } from '../demo/directory/directory-migrations.ts';
import { importSnapshot } from '../demo/directory/import/import-snapshot.ts';
import { makeTargets } from '../demo/directory/seed-targets.ts';
import { makeDirectoryService } from '../demo/directory/service.ts';

/** The directory service with so many made-up agents, which counts what it sends. */
export async function openDirectoryService(targets: number, origin: string) {
  const database = await openPgliteDatabase();
  await migrate(database, DIRECTORY_MIGRATIONS);
  await importSnapshot(database, 'seed', makeTargets(targets, 'localhost'));
  const secret = randomBytes(32);
  const service = await makeDirectoryService({ database, secret, origins: [origin], requestsPerMinute: 1_000_000 });
  const counted = { bytes: 0 };
  service.addHook('onSend', async (_request, reply, payload) => {
    counted.bytes += typeof payload === 'string' ? Buffer.byteLength(payload) : 0;
    counted.bytes += JSON.stringify(reply.getHeaders()).length;
    return payload;
  });
  const address = await service.listen({ port: 0, host: '127.0.0.1' });
  const token = await issueToken(secret, { id: 'reader@localhost', name: 'Reader', teams: [] }, 3_600);
  return {
    address,
    token,
    counted,
    async stop() {
      await service.close();
      await database.close();
    },
  };
}
