import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, it } from 'node:test';
import { MANAGED } from '../../src/extension/policy/policy-values.ts';

const DOCUMENTS = [...filesIn('.', false), ...filesIn('docs', true)].filter((path) => path.endsWith('.md'));
const SOURCES = ['src', 'server', 'test', 'demo', 'build', 'bench']
  .flatMap((folder) => filesIn(folder, true))
  .filter((path) => /\.(?:m?[jt]s|css|html|lua|sql|sh)$/.test(path));

/** Documents name files by their path from the root, or from `src`. */
const ROOT_FOLDERS = ['src', 'test', 'demo', 'build', 'bench', 'docs', 'deploy', 'server'];
const SOURCE_FOLDERS = readdirSync('src');
/** docs/security.md leaves out the files' endings. */
const ENDINGS = ['', '.ts', '.mjs', '.test.ts', '.spec.ts'];

function filesIn(folder: string, isRecursive: boolean): string[] {
  const paths = readdirSync(folder, { recursive: isRecursive }).map((name) => normalize(join(folder, String(name))));
  return paths.filter((path) => statSync(path).isFile());
}

const withoutExamples = (text: string) => text.replace(/^```[^]*?^```/gm, '');

/** The anchors that GitHub makes of a document's headings. */
function anchorsOf(path: string): readonly string[] {
  return headingsOf(path).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-'),
  );
}

function headingsOf(path: string): readonly string[] {
  return [...withoutExamples(readFileSync(path, 'utf8')).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
}

/** The links of a document to files of the project: [path, anchor]. */
function linksOf(path: string): readonly (readonly [path: string, anchor: string])[] {
  const targets = [...withoutExamples(readFileSync(path, 'utf8')).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  return targets
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [file = '', anchor = ''] = target.split('#');
      return [file === '' ? path : normalize(join(dirname(path), file)), anchor];
    });
}

function isThere(path: string): boolean {
  const folder = path.split('/')[0] ?? '';
  const roots = [...(ROOT_FOLDERS.includes(folder) ? ['.'] : []), ...(SOURCE_FOLDERS.includes(folder) ? ['src'] : [])];
  return roots.length === 0 || roots.some((root) => ENDINGS.some((ending) => existsSync(join(root, path + ending))));
}

describe('the documents', () => {
  it('are found', () => {
    assert.ok(DOCUMENTS.length > 15 && SOURCES.length > 400, `${DOCUMENTS.length} documents, ${SOURCES.length} sources`);
  });

  for (const path of DOCUMENTS) {
    it(`${path} links to files and headings that exist`, () => {
      const broken = linksOf(path).filter(([file, anchor]) => !existsSync(file) || (anchor !== '' && !anchorsOf(file).includes(anchor)));
      assert.deepEqual(broken, []);
    });

    it(`${path} names files that exist`, () => {
      const named = [...withoutExamples(readFileSync(path, 'utf8')).matchAll(/`([\w@.-]+(?:\/[\w@.-]+)+)`/g)].map(([, name = '']) => name);
      assert.deepEqual(
        named.filter((name) => !name.includes('NAME') && !isThere(name)),
        [],
      );
    });
  }

  it('are each linked from another one', () => {
    const linked = new Set(
      DOCUMENTS.flatMap((path) =>
        linksOf(path)
          .map(([file]) => file)
          .filter((file) => file !== path),
      ),
    );
    assert.deepEqual(
      DOCUMENTS.filter((path) => path !== 'README.md' && !linked.has(path)),
      [],
    );
  });

  it('have the sections that comments in the code name', () => {
    const wrong: string[] = [];
    for (const source of SOURCES) {
      const text = readFileSync(source, 'utf8');
      for (const [reference, path = ''] of text.matchAll(/\b(?<!\/)((?:docs\/)[\w/-]+\.md|[A-Z]+\.md)\b/g))
        if (!existsSync(path)) wrong.push(`${source}: ${reference}`);
      for (const [reference, path = '', number, title] of text.matchAll(/\b(docs\/[\w/-]+\.md),?(?: section)? (?:(\d+)|"([^"\n]+)")/g)) {
        const headings = existsSync(path) ? headingsOf(path) : [];
        const isFound = headings.some((heading) =>
          number === undefined ? heading.endsWith(title ?? '') : heading.startsWith(`${number}.`),
        );
        if (!isFound) wrong.push(`${source}: ${reference}`);
      }
    }
    assert.deepEqual(wrong, []);
  });

  it('tell administrators of every value that they can set', () => {
    const rows = readFileSync('docs/deploying.md', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split(' | ')[0] ?? '');
    assert.deepEqual(
      Object.keys(MANAGED).filter((key) => !rows.some((row) => row.includes(`\`${key}\``))),
      [],
    );
  });

  it('tell administrators of every code that the log notes', () => {
    const [, table = ''] = readFileSync('docs/deploying.md', 'utf8').split('## Diagnostics');
    const codes = readdirSync('src/background', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(`src/background/${file}`, 'utf8'))
      .flatMap((source) => [...source.matchAll(/\blog\.(?:note|noting|contain|containEach)\('([a-z-]+)'/g)].map(([, code = '']) => code));
    assert.ok(codes.length > 10);
    assert.deepEqual(
      codes.filter((code) => !code.endsWith('-failed') && !table.includes(`\`${code}\``)),
      [],
    );
  });

  it('have an ARCHITECTURE.md that is short enough for a map', () => {
    assert.ok(readFileSync('ARCHITECTURE.md', 'utf8').split('\n').length < 120);
  });
});
