import { typedTexts } from '../../../model/target-search.ts';
import { type PackedTexts, packed } from './packed-texts.ts';

interface Typed {
  readonly address: Uint8Array | undefined;
  readonly words: readonly { readonly word: Uint8Array; readonly beginning: Uint8Array; readonly isAnywhere: boolean }[];
}

/**
 * Looks for what was typed, as `matcherOf` does (model/target-search.ts).
 * @param take Is given each row that fits, in their order, with how well it fits
 */
export function searchPacked(search: string, texts: PackedTexts, ids: PackedTexts, take: (row: number, fit: number) => void): void {
  const typed = typedTexts(search).map(({ address, words }): Typed => ({
    address: address === undefined ? undefined : packed(address),
    words: words.map(({ word, beginning, isAnywhere }) => ({ word: packed(word), beginning: packed(beginning), isAnywhere })),
  }));
  const first = typed[0]?.words[0]?.beginning ?? packed(' ');
  const lead = leadOf(typed);
  const rows = lead ? texts.holding(lead) : Array.from({ length: texts.length }, (_, row) => row);
  for (const row of rows) {
    const fit = fitOf(row);
    if (fit > 0) take(row, fit);
  }

  function fitOf(row: number): number {
    let score = 3;
    for (const { address, words } of typed) {
      if (address && ids.beginsWith(row, address)) continue;
      for (const { word, beginning, isAnywhere } of words) {
        if (beginning === lead || texts.includes(row, beginning)) continue;
        if (!isAnywhere || !texts.includes(row, word)) return 0;
        score = 1;
      }
    }
    return score > 1 && !texts.beginsWith(row, first) ? 2 : score;
  }
}

/** The longest of what stands in each text that fits; undefined if an address may fit in place of everything. */
function leadOf(typed: readonly Typed[]): Uint8Array | undefined {
  const needed = typed.flatMap(({ address, words }) =>
    address ? [] : words.map(({ word, beginning, isAnywhere }) => (isAnywhere ? word : beginning)),
  );
  return needed.sort((a, b) => b.length - a.length)[0];
}
