import type { AgentTarget, GroupTarget } from './internal-target.ts';
import { escapeLocal } from './jid.ts';

// Letters that Unicode doesn't decompose, as people type them on a keyboard without them.
const PLAIN_LETTERS: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ð: 'd' };

/** Text with case, accents and compatibility forms (full-width letters, ligatures) taken away, for comparing. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[øłđßæœıþð]/g, (letter) => PLAIN_LETTERS[letter] ?? letter);
}

/** What stands between words. A joiner or a non-joiner (U+200D, U+200C) holds parts of one together, and many people type it as a space, or not at all. */
const BETWEEN_WORDS = /[\s\p{P}\u200C\u200D]+/u;
/**
 * A word of several parts, which is found by its parts and as one: "O'Brien" by "obrien". It is looked for at the beginnings of words only: at each place
 * of a long word, it takes seconds.
 */
const COMPOUND = /(?<![^\s\p{P}\u200C\u200D])[^\s\p{P}\u200C\u200D]+(?:['’\-\u200C\u200D]+[^\s\p{P}\u200C\u200D]+)+/gu;
/** Scripts that set no spaces between words, or that write a syllable as one character: a single one may be typed to find a word by its middle. */
const WITHOUT_SPACES =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{sc=Tibetan}]/u;

/** Texts as they are searched: folded, each word after a space. */
export function wordsOf(texts: readonly string[]): string {
  const folded = fold(texts.join(' '));
  const compounds = folded.match(COMPOUND)?.map((compound) => compound.split(BETWEEN_WORDS).join('')) ?? [];
  return ` ${[...folded.split(BETWEEN_WORDS), ...compounds].join(' ')}`;
}

/** What a target is found by: its name, logon and groups. */
export function searchTextOf(target: Pick<AgentTarget, 'name' | 'logon' | 'groups'> | Pick<GroupTarget, 'name'>): string {
  return wordsOf('logon' in target ? [target.name, target.logon, ...target.groups] : [target.name]);
}

/** Tells how well something fits what was typed: 0 for not at all; the better, the larger. */
export type Matcher = (searchText: string, address?: string) => number;

/** One of the words that were typed, without spaces in it. */
export interface TypedText {
  /** What an address may begin with, where an "@" was typed. */
  readonly address: string | undefined;
  /** The words that it is made of, where it has punctuation in it. */
  readonly words: readonly {
    readonly word: string;
    /** The word as it stands at the beginning of a word. */
    readonly beginning: string;
    /** Whether it may stand in the middle of a word, too. */
    readonly isAnywhere: boolean;
  }[];
}

/** What was typed, as it is looked for. */
export function typedTexts(search: string): readonly TypedText[] {
  return search
    .trim()
    .split(/\s+/)
    .map((text) => ({
      address: text.includes('@') ? escapeLocal(text).toLowerCase() : undefined,
      words: fold(text)
        .split(BETWEEN_WORDS)
        .filter(Boolean)
        .map((word) => ({ word, beginning: ` ${word}`, isAnywhere: word.length > 2 || WITHOUT_SPACES.test(word) })),
    }));
}

/**
 * A test for what was typed: every word, in any order, begins a word of what is searched or, from three letters on, stands anywhere in it. What is
 * typed with an "@" may also begin the address.
 */
export function matcherOf(search: string): Matcher {
  const typed = typedTexts(search);
  const first = typed[0]?.words[0]?.beginning ?? ' ';
  return (searchText, address) => {
    let score = 3;
    for (const { address: typedAddress, words } of typed) {
      if (typedAddress !== undefined && address?.startsWith(typedAddress)) continue;
      for (const { word, beginning, isAnywhere } of words) {
        // Most don't have it anywhere, which one look tells.
        if (isAnywhere && !searchText.includes(word)) return 0;
        if (searchText.includes(beginning)) continue;
        if (!isAnywhere) return 0;
        score = 1;
      }
    }
    return score > 1 && !searchText.startsWith(first) ? 2 : score;
  };
}
