/*
 * Words of texts as a contact's history is searched: the rules are the contact service's (docs/contact-service.openapi.yaml, `q`), so
 * that both find the same.
 */

/** Accents of Latin, Greek and Cyrillic; the marks of other scripts (Hebrew points, Devanagari vowels) are part of their words. */
const ACCENTS = /[\u0300-\u036f]/g;
/** A word; where words aren't set apart, a character. */
export const WORD =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}]|(?:(?![\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{sc=Thai}])[\p{L}\p{M}\p{N}])+/gu;
/**
 * A word of parts that joiners or non-joiners hold together (U+200D, U+200C): "می‌خواهم". Many people type it without them, or with a space.
 * It is looked for at the beginnings of words only: at each place of a text that sets no words apart, it takes seconds.
 */
const JOINED = /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}\p{N}]+(?:[\u200C\u200D]+[\p{L}\p{M}\p{N}]+)+/gu;
const ASCII_WORD = /[a-z0-9]+/g;
const IS_ASCII = /^[\0-\x7f]*$/;
const MAX_WORD_LENGTH = 60;
const MAX_WORDS = 4_000;

/** The words of texts: no case, accents or punctuation, each once. A word with joiners is there in its parts, and as one. */
export function searchWords(...texts: readonly string[]): string[] {
  const joined = texts.join('\n');
  const isAscii = IS_ASCII.test(joined);
  return wordsIn(isAscii ? joined.toLowerCase() : withJoined(folded(joined)), isAscii);
}

/** The words that were typed: of a word with joiners only its parts, by which it is found however it was written. */
export function typedWords(typed: string): string[] {
  return wordsIn(folded(typed), false);
}

function folded(text: string): string {
  return text.normalize('NFKD').replace(ACCENTS, '').toLowerCase();
}

function withJoined(text: string): string {
  return [text, ...(text.match(JOINED)?.map((word) => word.replace(/[\u200C\u200D]+/g, '')) ?? [])].join(' ');
}

function wordsIn(text: string, isAscii: boolean): string[] {
  const words = new Set<string>();
  for (const [word] of text.matchAll(isAscii ? ASCII_WORD : WORD)) {
    const bounded = word.length > MAX_WORD_LENGTH ? [...word].slice(0, MAX_WORD_LENGTH).join('') : word;
    words.add(isAscii ? bounded : bounded.normalize());
    if (words.size === MAX_WORDS) break;
  }
  return [...words];
}

/** Texts as they are searched in: each word after a space. */
export function searchTextOf(...texts: readonly string[]): string {
  return ` ${searchWords(...texts).join(' ')}`;
}

/** A test for what was typed: each word of it begins one of the text. Nothing typed fits everything. */
export function wordMatcherOf(typed: string): (searchText: string) => boolean {
  const beginnings = typedWords(typed).map((word) => ` ${word}`);
  const [first = ''] = beginnings;
  // Nearly always one word is searched in very many texts, so that this case is made fast.
  if (beginnings.length === 1) return (searchText) => searchText.includes(first);
  return (searchText) => beginnings.every((beginning) => searchText.includes(beginning));
}
