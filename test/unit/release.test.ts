import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import * as v from 'valibot';
import { parse } from 'yaml';

const { version, scripts } = v.parse(
  v.object({ version: v.string(), scripts: v.record(v.string(), v.string()) }),
  JSON.parse(readFileSync('package.json', 'utf8')),
);
const workflowShape = v.object({
  jobs: v.record(v.string(), v.object({ steps: v.array(v.object({ run: v.optional(v.string()), uses: v.optional(v.string()) })) })),
});

describe('a release', () => {
  it('has its changes written down', () => {
    const [first, second] = [...readFileSync('CHANGELOG.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    assert.ok(
      first === version || (first === 'Unreleased' && second === version),
      'the newest section of CHANGELOG.md is the version of package.json',
    );
  });

  it('is tested before it is packed, by commands that exist', () => {
    const { jobs } = v.parse(workflowShape, parse(readFileSync('.github/workflows/release.yml', 'utf8')));
    const commands = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
    const order = ['npm test', 'npm run package', 'npm run sbom', 'SHA256SUMS', 'gh release create'].map((command) =>
      commands.findIndex((text) => text.includes(command)),
    );
    assert.ok(!order.includes(-1), String(order));
    assert.deepEqual(
      order,
      [...order].sort((a, b) => a - b),
    );
    for (const [, name = ''] of commands.join('\n').matchAll(/npm run (\S+)/g)) assert.ok(name in scripts, name);
    for (const [, path = ''] of commands.join('\n').matchAll(/node (\S+)/g)) assert.ok(existsSync(path), path);
  });
});
