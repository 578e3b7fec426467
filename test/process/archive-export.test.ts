import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, before, describe, it } from 'node:test';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import type { ArchiveKind } from '../../server/export/archives.ts';
import { makeDatabase, type PrivatePostgres, startPrivatePostgres } from '../fixtures/private-postgres.ts';

/** The tables as each server makes them: Prosody's mod_storage_sql, and ejabberd's pg.new.sql. */
const TABLES: Readonly<Record<ArchiveKind, string>> = {
  prosody: `create table prosodyarchive (sort_id serial primary key, host text not null, "user" text not null, store text not null, key text not null,
    "when" integer not null, "with" text not null, type text not null, value text not null)`,
  ejabberd: `create table archive (username text not null, server_host text not null, timestamp bigint not null, peer text not null, bare_peer text not null,
    xml text not null, txt text, id serial, kind text, nick text, created_at timestamp not null default now())`,
};
const INSERTS: Readonly<Record<ArchiveKind, string>> = {
  prosody: `insert into prosodyarchive (host, "user", store, key, "when", "with", type, value) values ('x.example', $1, 'archive', $2 || $1, $3, $4, 'xml', $5)`,
  ejabberd: `insert into archive (username, server_host, timestamp, peer, bare_peer, xml, txt, kind) values ($1, 'x.example', $3::bigint * 1000000, $4, $4, $5, $2, 'chat')`,
};
const BEGIN = Date.parse('2026-11-02T09:00:00Z') / 1000;

const stanza = (from: string, to: string, id: string, content: string) =>
  `<message xmlns='jabber:client' from='${from}/desk' to='${to}' type='chat' id='${id}'>${content}</message>`;
const said = (session: string, body: string) => `<thread>${session}</thread><body>${body}</body>`;
const jmi = (name: string, session: string, content = '') =>
  `<${name} xmlns='urn:xmpp:jingle-message:0' id='${session}'>${content}</${name}>`;
const invitation = (session: string) =>
  jmi(
    'propose',
    session,
    `<description xmlns='urn:backchannel:im:0'><body id='${session}-1'>Is it a duplicate?</body><consultation xmlns='urn:backchannel:consultation:0' interaction='i' media='email' version='1'><field key='Topic' type='text'>Invoice 20931</field></consultation></description>`,
  );

async function fill(url: string, kind: ArchiveKind): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(TABLES[kind]);
  const [anna, ben, mia, guest] = ['anna@x.example', 'ben@x.example', 'mia@x.example', 'partner@y.example'];
  let number = 0;
  /** Each side's archive gets it, if it is of this host. */
  const archive = async (from: string, to: string, content: string, id = `m${(number += 1)}`) => {
    for (const [owner, other] of [
      [from, to],
      [to, from],
    ] as const) {
      if (owner.endsWith('@x.example'))
        await client.query(INSERTS[kind], [owner.split('@')[0], id, BEGIN + number * 60, other, stanza(from, to, id, content)]);
    }
  };
  await archive(anna, ben, invitation('s1'));
  await archive(mia, ben, said('s2', 'Another session, at the same time'));
  await archive(ben, anna, jmi('proceed', 's1'));
  await archive(anna, ben, said('s1', 'Is it?'), 'again');
  await archive(anna, ben, said('s1', 'Is it?'), 'again');
  await archive(ben, anna, `<received xmlns='urn:xmpp:receipts' id='again'/>`);
  await archive(ben, anna, jmi('finish', 's1', '<reason><success/></reason>'));
  await archive(guest, mia, said('s3', 'From another host'));
  await client.end();
}

/** Runs the command as an administrator does. */
async function exported(url: string, kind: ArchiveKind, more: readonly string[] = []): Promise<string> {
  const args = ['--import', 'tsx', 'server/export/main.ts', '--server', kind, '--domain', 'x.example'];
  const child = spawn(process.execPath, [...args, '--from', '2026-11-02', '--to', '2026-11-03', ...more], {
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return text(child.stdout);
}

describe('the audit export', () => {
  let postgres: PrivatePostgres;

  before(async () => {
    postgres = await startPrivatePostgres();
  });
  after(() => postgres.stop());

  for (const kind of ['prosody', 'ejabberd'] as const) {
    it(`of ${kind}’s archive gives each session once, with what was said in it and the names of its case data`, async () => {
      const url = await makeDatabase(postgres.url);
      await fill(url, kind);
      const jsonl = await exported(url, kind);
      const lines = jsonl
        .trimEnd()
        .split('\n')
        .map((line): { type: string; session?: string; text?: string } => JSON.parse(line));
      assert.deepEqual(
        lines.map(({ session = '', type, text: body = '' }) => `${session} ${type} ${body}`.trim()),
        [
          's1 invitation',
          's1 message Is it a duplicate?',
          's1 case-data',
          's1 acceptance',
          's1 message Is it?',
          's1 end',
          's1 session',
          's2 message Another session, at the same time',
          's2 session',
          's3 message From another host',
          's3 session',
          'end',
        ],
      );
      assert.deepEqual(lines[6], {
        type: 'session',
        session: 's1',
        participants: ['anna@x.example', 'ben@x.example'],
        firstAt: '2026-11-02T09:01:00.000Z',
        lastAt: '2026-11-02T09:05:00.000Z',
        acceptedAt: '2026-11-02T09:03:00.000Z',
        endedAt: '2026-11-02T09:05:00.000Z',
        messages: 2,
        caseDataKeys: ['Topic'],
      });
      assert.doesNotMatch(jsonl, /Invoice 20931/);

      const ofMia = await exported(url, kind, ['--agent', 'mia@x.example', '--format', 'csv']);
      assert.deepEqual(
        ofMia
          .trimEnd()
          .split('\r\n')
          .slice(1)
          .map((line) => line.split(',').slice(0, 2).join(' ')),
        ['s2 message', 's2 session', 's3 message', 's3 session', ' end'],
      );
    });
  }
});
