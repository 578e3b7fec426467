/** Accents of Latin, Greek and Cyrillic; the marks of other scripts (Hebrew points, Devanagari vowels) are part of their words. */
const ACCENTS = /[\u0300-\u036f]/g;
/** A word; where words aren't set apart, a character. */
const WORD =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}]|(?:(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}])[\p{L}\p{M}\p{N}])+/gu;
const MAX_WORD_LENGTH = 60;
/** A tsvector holds 1 MiB at most: of a longer text the beginning is searched. */
const MAX_WORDS = 4_000;

/**
 * The words of texts as they are searched: no case, accents or punctuation, each once. The same is done to what is stored and to
 * what is typed, here and not in PostgreSQL, whose parser depends on the server's locale, makes one word of an e-mail address and a
 * negative number of the end of INV-2093, and folds accents by an extension only, which PGlite hasn't.
 */
export function searchWords(...texts: readonly string[]): string[] {
  const folded = texts.join('\n').normalize('NFKD').replace(ACCENTS, '').toLowerCase();
  const words = new Set<string>();
  for (const [word] of folded.matchAll(WORD)) {
    // By character: half of a surrogate pair can't be stored.
    words.add((word.length > MAX_WORD_LENGTH ? [...word].slice(0, MAX_WORD_LENGTH).join('') : word).normalize());
    if (words.size === MAX_WORDS) break;
  }
  return [...words];
}

/** Finds what has, for each word typed, one that begins with it. Undefined when no word was typed. */
export function typedWordsQuery(typed: string): string | undefined {
  return (
    searchWords(typed)
      .map((word) => `'${word}':*`)
      .join(' & ') || undefined
  );
}

/** What names are sorted by: their words in order. */
export const nameKey = (name: string): string => searchWords(name).join(' ').slice(0, 200);
