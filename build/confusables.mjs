import { createRequire } from 'node:module';

/**
 * Unicode's confusables.txt (UTS 39, 4) as a package ships it: what a character looks like, by character. @type {Readonly<Record<string, string>>}
 */
const confusables = createRequire(import.meta.url)('unhomoglyph/data.json');

/** Latin with its marks and quotes. Most names need only these characters. */
const LATIN = /^[\x20-\u024f\u0300-\u036f\u2010-\u2019]$/;

/** @param {string} text */
const decomposed = (text) => text.normalize('NFD');

/**
 * The two tables as modules, by their file names: that of Latin, which every view loads, and that of all other characters. They leave out composed
 * characters, and what Unicode's compatibility forms say already, so that less than half of the entries are left.
 * @returns {Readonly<Record<'confusables-latin.ts' | 'confusables.ts', string>>}
 */
export function confusablesModules() {
  // One entry of the package is broken: it contains a tab.
  const entries = Object.entries(confusables).filter(([character, like]) => decomposed(character) === character && !like.includes('\t'));
  const all = new Map(entries);
  /** @param {string} text */
  const skeleton = (text) => decomposed([...decomposed(text)].map((character) => all.get(character) ?? character).join(''));
  const told = entries.filter(([character, like]) => {
    const compatible = character.normalize('NFKD');
    return compatible === character || skeleton(compatible) !== skeleton(like);
  });
  const looks = new Map(told);
  /** Resolves a text as src/model/text/skeleton.ts does. @param {string} text */
  const found = (text) =>
    decomposed(
      [...decomposed(text)]
        .map((character) => looks.get(character) ?? [...character.normalize('NFKD')].map((part) => looks.get(part) ?? part).join(''))
        .join(''),
    );
  // The text that something looks like may have a compatibility form itself, so that it is resolved too.
  for (const [character, like] of told) looks.set(character, found(found(like)));
  const final = [...looks];
  const latin = final.filter(([character]) => LATIN.test(character));
  const others = final.filter(([character]) => !LATIN.test(character));
  return { 'confusables-latin.ts': moduleOf('CONFUSABLES_OF_LATIN', latin), 'confusables.ts': moduleOf('CONFUSABLES', others) };
}

/** @param {string} name @param {readonly (readonly [string, string])[]} entries */
function moduleOf(name, entries) {
  /** @type {Map<string, string[]>} */
  const byLike = new Map();
  for (const [character, like] of entries) byLike.set(like, [...(byLike.get(like) ?? []), character]);
  const lines = [...byLike].map(([like, characters]) => `${like}\t${characters.sort(byCode).join('')}`).sort(byCode);
  return `/* Made by \`npm run confusables\` of Unicode's confusables.txt (UTS 39). A line: what they look like, a tab, the characters. */\nexport const ${name} =\n  ${escaped(lines.join('\n'))};\n`;
}

/** @param {string} one @param {string} other */
function byCode(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Escapes the characters that are invisible in a source, or that would move the text beside them. @param {string} text */
function escaped(text) {
  return JSON.stringify(text).replace(/[\p{C}\p{M}\p{Z}\p{Bidi_C}\p{Script=Hebrew}\p{Script=Arabic}]/gu, (character) => {
    if (character === ' ') return character;
    return [...Array(character.length).keys()].map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`).join('');
  });
}
