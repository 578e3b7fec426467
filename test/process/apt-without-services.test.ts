import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, describe, it } from 'node:test';

const folders: string[] = [];
const sbin = () => readdir('/usr/sbin').then((names) => names.sort());

/** Runs the script with a fake apt-get, which installs nothing, and starts services as packages' scripts do. */
async function setUp(maintainerScript: string) {
  const folder = await mkdtemp(join(tmpdir(), 'backchannel-apt-'));
  folders.push(folder);
  const program = (name: string, text: string) => writeFile(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  await program(
    'apt-get',
    `for option in "$@"; do case "$option" in DPkg::Path=*) export PATH="\${option#DPkg::Path=}"; ${maintainerScript};; esac; done`,
  );
  await program('update-rc.d', `echo "$@" >> "${folder}/boot"`);
  const script = spawn('/bin/sh', ['build/apt-without-services.sh', 'prosody'], {
    env: { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}`, TMPDIR: folder },
    stdio: 'ignore',
    detached: true,
  });
  return { folder, script, read: (name: string) => readFile(join(folder, name), 'utf8') };
}

describe('installing Debian packages', () => {
  after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

  it('starts none of their services, now or at the next boot, and writes nothing else to the system', async () => {
    const before = await sbin();
    const { folder, script, read } = await setUp(
      'for name in invoke-rc.d deb-systemd-invoke; do command -v $name >> "$TMPDIR/found"; $name start prosody; echo $? >> "$TMPDIR/found"; done',
    );
    assert.deepEqual(await once(script, 'exit'), [0, null]);
    const [first = '', firstStatus, second = '', secondStatus] = (await read('found')).trim().split('\n');
    assert.ok(first.startsWith(folder) && second.startsWith(folder));
    assert.deepEqual([firstStatus, secondStatus], ['0', '0']);
    assert.equal(await read('boot'), 'prosody disable\n');
    assert.deepEqual(await sbin(), before);
  });

  it('leaves no policy-rc.d behind when it is killed', async () => {
    const before = await sbin();
    const { script, folder } = await setUp('echo here > "$TMPDIR/here"; exec sleep 60');
    while (!(await readdir(folder)).includes('here')) await new Promise(setImmediate);
    assert.deepEqual(await sbin(), before);
    process.kill(-(script.pid ?? 0), 'SIGKILL');
    await once(script, 'exit');
    assert.deepEqual(await sbin(), before);
    assert.doesNotMatch(await readFile('build/apt-without-services.sh', 'utf8'), /> *"?\/usr\/sbin/);
  });
});
