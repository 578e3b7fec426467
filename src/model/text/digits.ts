/** One digit of a text, whatever script or form it is written in. */
export interface Digit {
  readonly value: number;
  /** Where it stands in the text, in UTF-16 units; one character may hold two digits ("⑫"). */
  readonly start: number;
  readonly end: number;
  /** How many separators stand between it and the digit before. Infinite if anything else stands there, such as a letter. */
  readonly gap: number;
  /** Whether it comes right after a "+" that no digit stands before. */
  readonly isAfterPlus: boolean;
}

/** Characters that show nothing, or that are drawn over the one before: they separate nothing. */
const UNSEEN = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}]$/u;
const DIGIT = /^\p{Nd}$/u;
/** What ends a number: letters, other numerals, and signs of a currency. */
const BREAK = /^[\p{L}\p{N}\p{Sc}]$/u;
/** Digits in circles without a compatibility form of their own (Unicode, Dingbats and Enclosed Alphanumerics), each block from its first value. */
const CIRCLED: readonly (readonly [first: number, last: number, value: number])[] = [
  [0x24f5, 0x24fd, 1],
  [0x24ff, 0x24ff, 0],
  [0x2776, 0x277e, 1],
  [0x2780, 0x2788, 1],
  [0x278a, 0x2792, 1],
  [0x1f10b, 0x1f10c, 0],
];

/**
 * The digits of a text in their order. Full-width, mathematical and circled digits count as what they stand for (NFKC), and so do those of
 * other scripts.
 * @param isEncoded "%20" and the like are read as the character that they encode (RFC 3986, 2.1)
 */
export function digitsOf(text: string, isEncoded = false): readonly Digit[] {
  const digits: Digit[] = [];
  let gap = Infinity;
  let last = '';
  let beforeLast = '';
  const read = (character: string, start: number, end: number): void => {
    if (UNSEEN.test(character)) return;
    const value = valueOf(character);
    if (value !== undefined) {
      digits.push({ value, start, end, gap, isAfterPlus: last === '+' && valueOf(beforeLast) === undefined });
      gap = 0;
    } else gap = BREAK.test(character) ? Infinity : gap + 1;

    beforeLast = last;
    last = character;
  };
  for (let start = 0, end = 0; start < text.length; start = end) {
    const encoded = isEncoded && text.charAt(start) === '%' ? /^[\dA-Fa-f]{2}/.exec(text.slice(start + 1, start + 3))?.[0] : undefined;
    const character =
      encoded === undefined ? String.fromCodePoint(text.codePointAt(start) ?? 0) : String.fromCharCode(parseInt(encoded, 16));
    end = start + (encoded === undefined ? character.length : 3);
    if (character < '\u0080' || UNSEEN.test(character)) read(character, start, end);
    else for (const part of character.normalize('NFKC')) read(part, start, end);
  }
  return digits;
}

function valueOf(character: string): number | undefined {
  if (character >= '0' && character <= '9' && character.length === 1) return Number(character);
  if (character < '\u0080') return undefined;
  const code = character.codePointAt(0) ?? 0;
  const circled = CIRCLED.find(([first, lastCode]) => code >= first && code <= lastCode);
  if (circled) return code - circled[0] + circled[2];
  if (!DIGIT.test(character)) return undefined;
  // The digits of a script stand together, zero first (Unicode 4.6).
  let zero = code;
  while (DIGIT.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return (code - zero) % 10;
}
