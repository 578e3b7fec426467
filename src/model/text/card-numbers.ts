import { cutText } from './cut-text.ts';
import { type Digit, digitsOf } from './digits.ts';
import { ibansIn } from './iban.ts';

/** Payment cards have 13 to 19 digits (ISO/IEC 7812). */
const SHORTEST = 13;
const LONGEST = 19;
const SHOWN_DIGITS = 4;
/** How many characters may stand between two digits of one number: a space, " - ", or a line break and an indent. */
const MAX_GAP = 3;
const MAX_LOOK_AHEAD = 1_000;
/** A telephone number with its country (ITU-T E.164) has no more digits. */
const LONGEST_PHONE = 15;
const DATE =
  /(?<!\d[-/.]?)(?:(?:19|20)\d\d([-/.])(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])|(?:0[1-9]|[12]\d|3[01])([-/.])(?:0[1-9]|1[0-2])\2(?:19|20)\d\d)(?![-/.]?\d)/g;

type Span = readonly [start: number, end: number];

/** The text with each payment card number in it masked but for its last four digits: "•••• •••• •••• 4417". All else stays as it is. */
export function maskCardNumbers(text: string): string {
  // For each place of the text, the length of the hidden digit that begins there. Several stretches of digits may hide the same digit.
  const hidden = new Uint8Array(text.length);
  for (const { digits, cards } of numbersIn(text)) {
    let hiddenTo = 0;
    for (const [first, end] of cards) {
      const shownFrom = end - SHOWN_DIGITS;
      for (const { start, end: next } of digits.slice(Math.max(first, hiddenTo), shownFrom)) hidden[start] = next - start;
      hiddenTo = Math.max(hiddenTo, shownFrom);
    }
  }
  const parts: string[] = [];
  let end = 0;
  hidden.forEach((length, start) => {
    if (length === 0 || start < end) return;
    parts.push(text.slice(end, start), '•');
    end = start + length;
  });
  return parts.join('') + text.slice(end);
}

/** Whether there is a payment card number in the text. */
export function hasCardNumber(text: string): boolean {
  return numbersIn(text).some(({ cards }) => cards.length > 0);
}

/**
 * The text's beginning, no longer than this many UTF-16 units. No number is cut in two, because the first half of a card's wouldn't be
 * recognised.
 */
export function cutBeforeNumber(given: string, length: number): string {
  if (given.length <= length) return given;
  // This much of the text is enough to tell whether a number would be cut in two.
  const text = given.slice(0, length + MAX_LOOK_AHEAD);
  const cards = numbersIn(text).flatMap(({ digits, cards: found }) =>
    found.map(([first, end]): Span => [digits[first]?.start ?? 0, digits[end - 1]?.end ?? 0]),
  );
  const numbers = [...text.matchAll(/\d+/g)].map(({ 0: digits, index }): Span => [index, index + digits.length]);
  let cut = cutText(text, length).length;
  // From the last number to the first: a cut that moves to the beginning of one number may fall into an earlier one.
  for (const [start, end] of [...cards, ...numbers].sort((one, other) => other[0] - one[0])) if (start < cut && cut < end) cut = start;
  return text.slice(0, cut);
}

/** Digits that stand together, and which stretches of them may be a payment card's number; those may overlap. */
interface Numbers {
  readonly digits: readonly Digit[];
  /** The stretches that may be a card's number, ordered by their first digits. */
  readonly cards: readonly Span[];
}

function numbersIn(text: string): readonly Numbers[] {
  const readings = text.includes('%') ? [digitsOf(text), digitsOf(text, true)] : [digitsOf(text)];
  if (readings.every(({ length }) => length < SHORTEST)) return [];
  const others: readonly Span[] = [
    ...ibansIn(text),
    ...[...text.matchAll(DATE)].map(({ 0: date, index }): Span => [index, index + date.length]),
  ];
  return readings.flatMap((digits) => runsOf(digits, others)).map((digits) => ({ digits, cards: cardsIn(digits) }));
}

/** Digits with no more than a few separators between them; what is known to be something else is left out. */
function runsOf(digits: readonly Digit[], others: readonly Span[]): readonly (readonly Digit[])[] {
  const sorted = [...others].sort(([one], [other]) => one - other);
  const runs: Digit[][] = [];
  let run: Digit[] = [];
  let other = 0;
  let phone = 0;
  const end = (): void => {
    if (run.length >= SHORTEST) runs.push(run);
    run = [];
  };
  digits.forEach((digit, index) => {
    while ((sorted[other]?.[1] ?? Infinity) <= digit.start) other += 1;
    if (digit.isAfterPlus) phone = index + lengthOfPhone(digits, index);
    if (digit.gap > MAX_GAP) end();
    if (index < phone || (sorted[other]?.[0] ?? Infinity) <= digit.start) end();
    else run.push(digit);
  });
  end();
  return runs;
}

/** How many of the digits from here on are a telephone number, "+49 (0)30 901820"; 0 when they are none. */
function lengthOfPhone(digits: readonly Digit[], first: number): number {
  let length = 1;
  for (
    let next = digits[first + length];
    next && next.gap < MAX_GAP && !next.isAfterPlus && length <= LONGEST_PHONE;
    next = digits[first + length]
  )
    length += 1;
  return length >= 7 && length <= LONGEST_PHONE ? length : 0;
}

/** Other digits may stand beside a card's number, such as its expiry date, so that every stretch of digits is checked. */
function cardsIn(digits: readonly Digit[]): readonly Span[] {
  // Luhn's sums up to each place: once with the even places doubled, once with the odd ones. The sum of a stretch is the difference of two of them.
  const sums = [new Uint32Array(digits.length + 1), new Uint32Array(digits.length + 1)] as const;
  digits.forEach(({ value }, index) => {
    const doubled = value > 4 ? value * 2 - 9 : value * 2;
    sums.forEach((sum, parity) => (sum[index + 1] = (sum[index] ?? 0) + (index % 2 === parity ? doubled : value)));
  });
  const cards: Span[] = [];
  digits.forEach(({ value }, first) => {
    // Payment cards begin with 2 to 6. A time in milliseconds, or an order number that begins with 1, is therefore not taken for one.
    if (value < 2 || value > 6) return;
    for (let end = first + SHORTEST; end <= Math.min(first + LONGEST, digits.length); end += 1) {
      // The last digit isn't doubled.
      const sum = end % 2 === 0 ? sums[0] : sums[1];
      if (((sum[end] ?? 0) - (sum[first] ?? 0)) % 10 === 0) cards.push([first, end]);
    }
  });
  return cards;
}
