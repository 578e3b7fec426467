import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfigFileAndWriteSchema } from '@lit/localize-tools/lib/config.js';
import { RuntimeLitLocalizer } from '@lit/localize-tools/lib/modes/runtime.js';

/** Runs `npm run locales:extract` and `npm run locales:build` in memory, and compares the result with the files. */
describe('the German translation', () => {
  let localizer: RuntimeLitLocalizer;
  let built: string;

  before(async () => {
    built = await mkdtemp(join(tmpdir(), 'backchannel-locales-'));
    const { output, ...config } = readConfigFileAndWriteSchema('lit-localize.json');
    assert.ok(output.mode === 'runtime');
    localizer = new RuntimeLitLocalizer({
      ...config,
      output: { ...output, outputDir: built, localeCodesModule: join(built, 'locale-codes.ts') },
    });
  });

  after(() => rm(built, { recursive: true, force: true }));

  it('has every string of the sources, and no other', () => {
    const { messages, errors } = localizer.extractSourceMessages();
    assert.deepEqual(errors, []);
    const texts = new Map(messages.map(({ name, contents }) => [name, textOf(contents)]));
    const translated = new Set([...localizer.readTranslationsSync().translations.values()].flat().map(({ name }) => name));
    assert.deepEqual(
      [...texts].filter(([name]) => !translated.has(name)).map(([, text]) => text),
      [],
      'run `npm run locales:extract` and translate in src/locales/de.xlf',
    );
    assert.deepEqual(
      [...translated].filter((name) => !texts.has(name)),
      [],
      'run `npm run locales:extract`',
    );
  });

  it('keeps the placeholders of every string', () => {
    assert.deepEqual(localizer.validateTranslations().errors, []);
  });

  it('is plain text, as the background, a worker without elements, loads it too', async () => {
    assert.doesNotMatch(await readFile('src/locales/generated/de.ts', 'utf8'), /\bhtml\b/, 'a `msg` has a template of lit: give it a text');
  });

  it('is built into the module that the views load', async () => {
    await localizer.build();
    for (const file of ['de.ts', 'locale-codes.ts']) {
      assert.equal(
        await readFile(join('src/locales/generated', file), 'utf8'),
        await readFile(join(built, file), 'utf8'),
        'run `npm run locales:build`',
      );
    }
  });
});

function textOf(contents: readonly (string | { readonly untranslatable: string })[]): string {
  return contents.map((content) => (typeof content === 'string' ? content : content.untranslatable)).join('');
}
