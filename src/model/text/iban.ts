const CANDIDATE = /(?<![A-Za-z\d])[A-Z]{2}\d{2}(?: ?[\dA-Z]){11,30}/g;
const SHORTEST = 15;

/** Where the text holds bank account numbers (ISO 13616), whose last digits would often pass for a card's: [start, end) in UTF-16 units. */
export function ibansIn(text: string): readonly (readonly [start: number, end: number])[] {
  return [...text.matchAll(CANDIDATE)].flatMap(({ 0: candidate, index }) => {
    const length = lengthOfIban(candidate);
    return length === undefined ? [] : [[index, index + length] as const];
  });
}

/**
 * The length of the number that the text begins with. Words may follow it, so that the longest beginning counts that ends with a group and has the
 * right check digits.
 */
function lengthOfIban(candidate: string): number | undefined {
  const [country, check] = [candidate.slice(0, 2), candidate.slice(2, 4)];
  let length: number | undefined;
  let characters = 4;
  let remainder = 0;
  for (let index = 4; index < candidate.length; index += 1) {
    const character = candidate.charAt(index);
    if (character === ' ') continue;
    characters += 1;
    remainder = remainderWith(remainder, character);
    const isGroupsEnd = !/[\dA-Z]/.test(candidate.charAt(index + 1));
    if (isGroupsEnd && characters >= SHORTEST && [...country, ...check].reduce(remainderWith, remainder) === 1) length = index + 1;
  }
  return length;
}

/** ISO 7064, MOD 97-10; A is 10, Z is 35. */
function remainderWith(remainder: number, character: string): number {
  const value = parseInt(character, 36);
  return (remainder * (value > 9 ? 100 : 10) + value) % 97;
}
