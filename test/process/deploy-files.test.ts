import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import * as v from 'valibot';
import { parse } from 'yaml';
import { findFreePort } from '../../demo/free-port.ts';
import { makeCertificate, type ProductionProsody, PROSODY_CONFIG, startProductionProsody } from '../fixtures/production-servers.ts';
import { RawClient } from '../fixtures/raw-client.ts';

const run = promisify(execFile);
const PASSWORD = 'agent-test';
const read = (path: string) => readFile(path, 'utf8');
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backchannel-deploy-'));
  const { key, certificate } = await makeCertificate(folder, ['example.com', 'guest.example.com']);
  await writeFile(join(folder, 'bundle.pem'), `${await read(certificate)}${await read(key)}`);
  await mkdir(join(folder, 'certs'));
  for (const host of ['example.com', 'guest.example.com']) {
    await writeFile(join(folder, 'certs', `${host}.key`), await read(key));
    await writeFile(join(folder, 'certs', `${host}.crt`), await read(certificate));
  }
});
after(() => rm(folder, { recursive: true, force: true }));

describe('the production configuration of Prosody', () => {
  let prosody: ProductionProsody;

  before(async () => {
    prosody = await startProductionProsody({
      folder,
      groups: '[+Billing]\nanna@example.com=Anna\nben@example.com=Ben\n',
      accounts: ['anna', 'ben'].map((logon) => ({ logon, password: PASSWORD })),
    });
  });

  after(() => prosody.stop());

  it('is one that Prosody’s own check has nothing against', async () => {
    await run('prosodyctl', ['--config', PROSODY_CONFIG, 'check', 'config'], { env: prosody.env });
  });

  it('doesn’t start with a time of the archive that Prosody would take for seconds', async () => {
    const check = (time: string) =>
      run('prosodyctl', ['--config', PROSODY_CONFIG, 'check', 'config'], { env: { ...prosody.env, ARCHIVE_EXPIRES_AFTER: time } });
    await Promise.all(['6m', 'never'].map((time) => check(time)));
    await Promise.all(
      ['', '0', '0d', '90', '90 hours', '90d later'].map((time) =>
        assert.rejects(check(time), { stdout: /ARCHIVE_EXPIRES_AFTER is neither/ }, time),
      ),
    );
  });

  it('starts without a complaint, with certificates for both hosts', async () => {
    const log = await prosody.log();
    assert.equal(log.match(/Certificates loaded/g)?.length, 2);
    assert.doesNotMatch(log, /\b(warn|error)\b/);
  });

  it('has messages archived in PostgreSQL, from where the audit export reads them', async () => {
    const [anna, ben] = await Promise.all(
      ['anna', 'ben'].map((logon) => RawClient.signIn(prosody.websockets[0] ?? '', 'example.com', { logon, password: PASSWORD })),
    );
    assert.ok(anna && ben);
    ben.send('<presence/>');
    await ben.rest();
    anna.send(`<message to='ben@example.com' type='chat' id='m1'><thread>s1</thread><body>Is invoice 20931 a duplicate?</body></message>`);
    await anna.rest();
    const client = new pg.Client({ connectionString: prosody.database });
    await client.connect();
    while ((await client.query('select 1 from prosodyarchive')).rowCount !== 2) await delay(50);
    await client.end();
    const args = [
      '--import',
      'tsx',
      'server/export/main.ts',
      '--server',
      'prosody',
      '--domain',
      'example.com',
      '--from',
      '2020-01-01',
      '--to',
      '2100-01-01',
    ];
    const { stdout } = await run(process.execPath, args, { env: { ...process.env, DATABASE_URL: prosody.database } });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line): { type: string; text?: string; participants?: readonly string[] } => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ type, text, participants }) => [type, text ?? participants]),
      [
        ['message', 'Is invoice 20931 a duplicate?'],
        ['session', ['anna@example.com', 'ben@example.com']],
        ['end', undefined],
      ],
    );
    for (const one of [anna, ben]) one.close();
  });

  it('serves every metric that the alerts and the dashboard name', async () => {
    const served = new Set(
      [...(await (await fetch(`http://${prosody.http}/metrics`)).text()).matchAll(/^# TYPE (\w+)/gm)].map(([, name = '']) => name),
    );
    const named = [await read('deploy/prometheus/alerts.yml'), await read('deploy/prometheus/dashboard.json')].flatMap((text) =>
      [...text.matchAll(/\bprosody_\w+/g)].map(([name]) => name.replace(/_(total|sum|count|bucket)$/, '')),
    );
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((name) => !served.has(name)),
      [],
    );
  });
});

describe('the other files for servers', () => {
  it('are sites that nginx takes', async () => {
    const site = (await read('deploy/proxy/nginx.conf'))
      .replaceAll('/etc/ssl/backchannel', folder)
      .replaceAll('listen 443', `listen 127.0.0.1:${await findFreePort()}`);
    const config = `pid ${folder}/nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\nclient_body_temp_path ${folder};\nproxy_temp_path ${folder};\n${site}}\n`;
    await writeFile(join(folder, 'nginx.conf'), config);
    await run('/usr/sbin/nginx', ['-t', '-q', '-c', join(folder, 'nginx.conf')]);
  });

  it('are a configuration that HAProxy takes', async () => {
    await writeFile(join(folder, 'haproxy.cfg'), (await read('deploy/proxy/haproxy.cfg')).replaceAll('/etc/ssl/backchannel', folder));
    await run('/usr/sbin/haproxy', ['-c', '-q', '-dW', '-f', join(folder, 'haproxy.cfg')]);
  });

  it('leave a WebSocket idle for an hour', async () => {
    assert.match(await read('deploy/proxy/nginx.conf'), /proxy_read_timeout 1h;/);
    assert.match(await read('deploy/proxy/haproxy.cfg'), /timeout tunnel 1h/);
  });

  for (const unit of readdirSync('deploy/systemd').filter((name) => /\.(service|timer)$/.test(name))) {
    it(`are units that systemd understands: ${unit}`, async (context) => {
      if (!existsSync('/usr/bin/systemd-analyze')) return context.diagnostic('There is no systemd-analyze here.');
      await run('systemd-analyze', ['verify', '--man=no', join('deploy/systemd', unit)]);
    });
  }

  it('delete from ejabberd’s archive only what is a day old or more', async () => {
    const unit = await read('deploy/systemd/backchannel-ejabberd-retention.service');
    const [, program = '', ...args] = /^ExecStartPre=(\S+) (\S+) (\S+) (\S+)$/m.exec(unit) ?? [];
    const check = (days: string) =>
      run(
        program,
        args.map((part) => (part === '${DAYS}' ? days : part)),
      );
    await check('90');
    for (const days of ['', '0', '-1', 'ninety', '1.5']) await assert.rejects(check(days), days);
  });

  it('are composed of files that are there, of images of named versions, and of the same rules as the single files', async () => {
    const folderOf = 'deploy/compose';
    const service = v.object({
      image: v.optional(v.pipe(v.string(), v.regex(/:[\w.-]*\d/))),
      build: v.optional(v.object({ context: v.string(), dockerfile: v.string() })),
      volumes: v.optional(v.array(v.string()), []),
      depends_on: v.optional(v.union([v.array(v.string()), v.record(v.string(), v.unknown())]), []),
    });
    const { services, volumes } = v.parse(
      v.object({ services: v.record(v.string(), service), volumes: v.record(v.string(), v.unknown()) }),
      parse(await read(`${folderOf}/compose.yaml`)),
    );
    for (const [name, { image, build, volumes: mounted, depends_on: before }] of Object.entries(services)) {
      assert.ok((image === undefined) !== (build === undefined), name);
      for (const other of Array.isArray(before) ? before : Object.keys(before)) assert.ok(other in services, other);
      for (const mount of mounted) {
        const source = mount.split(':/')[0] ?? '';
        if (source.startsWith('./')) assert.ok(existsSync(join(folderOf, source)), source);
        else assert.ok(source in volumes || source.startsWith('${'), source);
      }
      if (!build) continue;
      const docker = await read(normalize(join(folderOf, build.context, build.dockerfile)));
      for (const [, sources = ''] of docker.matchAll(/^COPY (.+) \S+$/gm))
        for (const source of sources.split(' ')) assert.ok(existsSync(normalize(join(folderOf, build.context, source))), source);
    }
    const site = (await read('deploy/proxy/nginx.conf'))
      .replaceAll('127.0.0.1:5280', 'prosody:5280')
      .replaceAll('127.0.0.1:8089', 'contacts:8089');
    assert.equal(await read(`${folderOf}/nginx.conf`), site);
    const documented = [...(await read('docs/deploying.md')).matchAll(/^denied-peer-ip=.*$/gm)].map(([line]) => line);
    assert.deepEqual(
      [...(await read(`${folderOf}/turnserver.conf`)).matchAll(/^denied-peer-ip=.*$/gm)].map(([line]) => line),
      documented,
    );
  });
});
