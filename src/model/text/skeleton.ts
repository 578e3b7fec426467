import { CONFUSABLES_OF_LATIN } from '../generated/confusables-latin.ts';

/** What characters look like, by character. */
export type Confusables = ReadonlyMap<string, string>;

/** A table as `npm run confusables` makes it. */
export function confusablesOf(table: string): Confusables {
  return new Map(
    table.split('\n').flatMap((line) => {
      const tab = line.indexOf('\t');
      return [...line.slice(tab + 1)].map((character) => [character, line.slice(0, tab)] as const);
    }),
  );
}

const LATIN = confusablesOf(CONFUSABLES_OF_LATIN);
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Whether the skeleton of a text can be told without the large table (`generated/confusables.ts`): it is Latin, with its marks. */
export function isLatin(text: string): boolean {
  return /^[\x20-\u024F\u0300-\u036F\u1E00-\u1EFF\u2010-\u2019]*$/.test(text);
}

/** What a text looks like: two that have the same skeleton look alike (UTS 39, 4). It isn't shown. */
export function skeletonOf(text: string, others: Confusables): string {
  const lookOf = (character: string): string | undefined => LATIN.get(character) ?? others.get(character);
  const looks = [...text.normalize('NFD').replace(UNSEEN, '')].map(
    (character) => lookOf(character) ?? Array.from(character.normalize('NFKD'), (part) => lookOf(part) ?? part).join(''),
  );
  return looks.join('').normalize('NFD');
}
