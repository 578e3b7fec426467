import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { contrastOf, readColor, writeColor } from '../../src/components/page-theme/color.ts';
import { readable, SEEN_ON } from '../../src/components/page-theme/readable-theme.ts';
import { kindOf, tokensOf, type VsCodeTheme } from '../../src/components/page-theme/vscode-theme.ts';
import { themeRule } from '../../src/components/workspace/theme.ts';

const { resolve } = createRequire(import.meta.url);
const POPULAR = [
  'catppuccin-mocha',
  'dracula',
  'github-dark-default',
  'github-light-default',
  'gruvbox-light-medium',
  'monokai',
  'night-owl',
  'nord',
  'one-dark-pro',
  'rose-pine-dawn',
  'slack-ochin',
  'solarized-dark',
  'solarized-light',
  'tokyo-night',
];

const themeNamed = async (name: string): Promise<VsCodeTheme> =>
  JSON.parse(await readFile(resolve(`tm-themes/themes/${name}.json`), 'utf8')) as VsCodeTheme;

describe('a theme of VS Code', () => {
  for (const name of POPULAR) {
    it(`${name}: every text has the contrast of WCAG AA on every surface that it stands on`, async () => {
      const { tokens } = readable(tokensOf(await themeNamed(name)));
      const low = SEEN_ON.flatMap(([token, surfaces, least]) =>
        surfaces
          .map((surface) => ({ token, surface, least, is: contrastOf(colorOf(tokens[token]), colorOf(tokens[surface])) }))
          .filter(({ is }) => is < least),
      );
      assert.deepEqual(low, []);
    });
  }

  it('keeps the colours that can be read', async () => {
    const dracula = await themeNamed('dracula');
    const { tokens, adjusted } = readable(tokensOf(dracula));
    assert.equal(writeColor(colorOf(tokens['vscode-editor-background'])), '#282a36');
    assert.equal(writeColor(colorOf(tokens['vscode-foreground'])), '#f8f8f2');
    assert.ok(!adjusted.some(({ token }) => token === '--vscode-foreground'));
  });

  it('tells of each colour that it had to change', () => {
    const { adjusted } = readable(tokensOf({ type: 'light', colors: { 'editor.background': '#ffffff', foreground: '#dddddd' } }));
    const text = adjusted.find(({ token }) => token === '--vscode-foreground');
    assert.equal(text?.from, '#dddddd');
    assert.ok(contrastOf(colorOf(readColor(text?.to)), colorOf(readColor('#ffffff'))) >= 4.5);
  });

  it('is complete where it says nothing but a background, or nothing', () => {
    const expected = [...themeRule('', 'dark').matchAll(/--([\w-]+):/g)].map(([, token]) => token).sort();
    for (const colors of [{ 'editor.background': '#123' }, {}, { foreground: 'red; } body { display: none', 'editor.background': 7 }]) {
      const { tokens } = readable(tokensOf({ colors }));
      assert.deepEqual(Object.keys(tokens).sort(), expected);
      for (const color of Object.values(tokens)) assert.match(writeColor(color), /^#(?:[\da-f]{6}|[\da-f]{8})$/);
    }
  });

  it('is of the kind that it says, or that its background shows', () => {
    const kinds = [
      { type: 'light' },
      { type: 'dark' },
      { type: 'hc' },
      { type: 'hcLight' },
      { colors: { 'editor.background': '#fafafa' } },
      {},
    ].map(kindOf);
    assert.deepEqual(kinds, ['light', 'dark', 'high-contrast', 'light', 'light', 'dark']);
  });
});

function colorOf(color: ReturnType<typeof readColor>) {
  assert.ok(color);
  return color;
}
