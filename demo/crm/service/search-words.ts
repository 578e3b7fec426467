/** The accents of Latin, Greek and Cyrillic. The marks of other scripts (Hebrew points, Devanagari vowels) are part of their words, and stay. */
const ACCENTS = /[\u0300-\u036f]/g;
/** A word. In scripts that don't separate words, each character counts as one. */
const WORD =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}]|(?:(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}])[\p{L}\p{M}\p{N}])+/gu;
/**
 * A word of parts that joiners or non-joiners hold together (U+200D, U+200C): "می‌خواهم". Many people type it without them, or with a space.
 * It is looked for at the beginnings of words only: at each place of a text that sets no words apart, it takes seconds.
 */
const JOINED = /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}\p{N}]+(?:[\u200C\u200D]+[\p{L}\p{M}\p{N}]+)+/gu;
const MAX_WORD_LENGTH = 60;
/** A tsvector holds at most 1 MiB, so that only the beginning of a longer text can be found. */
const MAX_WORDS = 4_000;

/**
 * The words of texts in the form in which they are searched: without case, accents and punctuation, each word once. Both stored and typed text go
 * through this function, in place of PostgreSQL's parser. That one depends on the server's locale, takes an e-mail address as one word, reads the end
 * of INV-2093 as a negative number, and folds accents only by an extension that PGlite lacks.
 */
export function searchWords(...texts: readonly string[]): string[] {
  const text = folded(texts.join('\n'));
  return wordsIn([text, ...(text.match(JOINED)?.map((word) => word.replace(/[\u200C\u200D]+/g, '')) ?? [])].join(' '));
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(ACCENTS, '').toLowerCase();
}

function wordsIn(text: string): string[] {
  const words = new Set<string>();
  for (const [word] of text.matchAll(WORD)) {
    // It is cut by characters, because half of a surrogate pair can't be stored.
    words.add((word.length > MAX_WORD_LENGTH ? [...word].slice(0, MAX_WORD_LENGTH).join('') : word).normalize());
    if (words.size === MAX_WORDS) break;
  }
  return [...words];
}

/**
 * The query for texts in which, for each typed word, some word begins with it. Undefined when no word was typed. A word with joiners is stored in its
 * parts and as one, and typed in its parts, so that it is found however it was written.
 */
export function typedWordsQuery(typed: string): string | undefined {
  return (
    wordsIn(folded(typed))
      .map((word) => `'${word}':*`)
      .join(' & ') || undefined
  );
}

/** The key that names are sorted by: their words in order. */
export const nameKey = (name: string): string => [...wordsIn(folded(name)).join(' ')].slice(0, 200).join('');
