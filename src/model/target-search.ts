import type { AgentTarget, GroupTarget } from './internal-target.ts';

// Letters that Unicode doesn't decompose, as people type them on a keyboard without them.
const PLAIN_LETTERS: Readonly<Record<string, string>> = { ø: 'o', ł: 'l', đ: 'd', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i', þ: 'th', ð: 'd' };

/** Text with case and accents taken away, for comparing. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øłđßæœıþð]/g, (letter) => PLAIN_LETTERS[letter] ?? letter);
}

/** Texts as they are searched: folded, each word after a space. */
export function wordsOf(texts: readonly string[]): string {
  return ` ${fold(texts.join(' '))
    .split(/[\s\p{P}]+/u)
    .join(' ')}`;
}

/** What a target is found by: its name, logon and groups. */
export function searchTextOf(target: Pick<AgentTarget, 'name' | 'logon' | 'groups'> | Pick<GroupTarget, 'name'>): string {
  return wordsOf('logon' in target ? [target.name, target.logon, ...target.groups] : [target.name]);
}

/**
 * A test for what was typed: every word, in any order, begins a word of what is searched or, from three letters on, stands anywhere in it.
 * @returns 0 for no match; the better the match, the larger
 */
export function matcherOf(search: string): (searchText: string) => number {
  const words = fold(search)
    .split(/[\s\p{P}]+/u)
    .filter(Boolean);
  const [first = ''] = words;
  return (searchText) => {
    let score = 3;
    for (const word of words) {
      if (searchText.includes(` ${word}`)) continue;
      if (word.length < 3 || !searchText.includes(word)) return 0;
      score = 1;
    }
    return score > 1 && !searchText.startsWith(` ${first}`) ? 2 : score;
  };
}
