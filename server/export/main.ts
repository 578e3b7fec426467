import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { FORMATS } from './formats.ts';
import { readArchive } from './read-archive.ts';
import { exportLines } from './sessions.ts';

/* `npm run export-archive`: writes sessions from a server's archive to the standard output. docs/compliance.md is the guide. */

const HELP = `npm run -s export-archive -- --server prosody|ejabberd --domain HOST --from TIME --to TIME [--agent ADDRESS] [--format jsonl|csv]

  --server   whose archive it is
  --domain   the agents' host, such as example.com
  --from     the first time, such as 2026-11-01 or 2026-11-01T08:00:00Z
  --to       the time before which it ends
  --agent    only the sessions of this agent, such as anna@example.com
  --format   jsonl, the default, or csv

The database's address is in DATABASE_URL, such as postgres://auditor@db.example.com/prosody.
`;

const { values } = parseArgs({
  options: {
    server: { type: 'string' },
    domain: { type: 'string' },
    from: { type: 'string' },
    to: { type: 'string' },
    agent: { type: 'string' },
    format: { type: 'string', default: 'jsonl' },
    help: { type: 'boolean' },
  },
});
const { server, domain, agent, format } = values;
const [from, to] = [Date.parse(values.from ?? ''), Date.parse(values.to ?? '')];
const database = process.env['DATABASE_URL'];
const written = FORMATS[format === 'csv' ? 'csv' : 'jsonl'];

if (values.help) console.log(HELP);
else if (
  (server !== 'prosody' && server !== 'ejabberd') ||
  !domain ||
  Number.isNaN(from) ||
  Number.isNaN(to) ||
  !database ||
  !(format in FORMATS)
) {
  console.error(HELP);
  process.exitCode = 2;
} else {
  const { stdout } = process;
  stdout.write(written.head);
  for await (const line of exportLines(readArchive(database, server, { domain, from, to, agent }))) {
    // Whoever reads may be slower: nothing piles up here.
    if (!stdout.write(written.line(line))) await once(stdout, 'drain');
  }
}
