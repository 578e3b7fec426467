import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { BlockList, isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const example = async () => /```\n(use-auth-secret[\s\S]*?)```/.exec(await readFile('docs/deploying.md', 'utf8'))?.[1] ?? '';
const rangesOf = (config: string) =>
  [...config.matchAll(/^denied-peer-ip=([^-\n]+)-(.+)$/gm)].map(([, from = '', to = '']) => [from, to] as const);

/** Addresses that the relay must not connect a guest to. */
const INNER = [
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '100.127.255.254',
  '127.0.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.254',
  '192.168.1.1',
  '224.0.0.1',
  '239.255.255.250',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:10.1.2.3',
  '::ffff:127.0.0.1',
  '::ffff:8.8.8.8',
  '64:ff9b::a01:203',
  '2002:a01:203::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
];

describe('the example of a call relay', () => {
  it('connects guests to no private address, in whatever form it is written', async () => {
    // BlockList checks an IPv4 address that is written as IPv6 by the rules for IPv4.
    const denied = new BlockList();
    for (const [from, to] of rangesOf(await example())) denied.addRange(from, to, isIPv6(from) ? 'ipv6' : 'ipv4');
    assert.deepEqual(
      INNER.filter((address) => !denied.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')),
      [],
    );
    assert.deepEqual(
      ['93.184.216.34', '2606:2800:220:1::1', '2a00:1450::1'].filter((address) => denied.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')),
      [],
    );
  });

  it('contains only lines that coturn understands', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'backchannel-turn-'));
    const config = (await example()).replace(/^(cert|pkey)=.*\n/gm, '');
    await writeFile(
      join(folder, 'turn.conf'),
      `${config}listening-ip=127.0.0.1\nrelay-ip=127.0.0.1\nlistening-port=0\nno-tls\nno-dtls\nuserdb=${folder}/db\npidfile=${folder}/pid\nlog-file=stdout\n`,
    );
    const server = spawn('turnserver', ['-c', join(folder, 'turn.conf')]);
    const ended = new Promise((resolve) => server.once('exit', resolve));
    let output = '';
    const isRead = new Promise<void>((resolve) =>
      server.stdout.on('data', (data) => (output += String(data)).includes('Relay address to use') && resolve()),
    );
    await Promise.race([isRead, ended]);
    server.kill('SIGKILL');
    await ended;
    await rm(folder, { recursive: true, force: true });
    assert.deepEqual(
      rangesOf(config).filter(([from, to]) => !output.includes(`Black listing: ${from}-${to}`)),
      [],
    );
    assert.doesNotMatch(output, /wrong address|bad configuration|unknown option/i);
  });
});
