// A digit, or a digit after one separator: payment cards have 13 to 19 of them (ISO/IEC 7812).
const DIGIT_RUN = /\d(?:[\p{Zs}\t.\-\u2010-\u2015]?\d){12,}/gu;
const SHORTEST = 13;
const LONGEST = 19;
const SHOWN_DIGITS = 4;

/** The text with each payment card number in it masked but for its last four digits: "•••• •••• •••• 4417". */
export function maskCardNumbers(text: string): string {
  return text.replace(DIGIT_RUN, maskRun);
}

/** More digits than a card's may stand beside it, its expiry date say: every stretch of the run is looked at. */
function maskRun(run: string): string {
  const digits = run.replace(/\D/g, '');
  const masked = new Set<number>();
  for (let first = 0; first + SHORTEST <= digits.length; first += 1) {
    for (let length = Math.min(LONGEST, digits.length - first); length >= SHORTEST; length -= 1) {
      if (!isCardNumber(digits.slice(first, first + length))) continue;
      for (let index = first; index < first + length - SHOWN_DIGITS; index += 1) masked.add(index);
      first += length - 1;
      break;
    }
  }
  let index = -1;
  return run.replace(/\d/g, (digit) => (masked.has((index += 1)) ? '•' : digit));
}

/** Payment cards begin with 2 to 6, so that a time in milliseconds or an order number from 1 is none; their last digit checks (Luhn). */
function isCardNumber(digits: string): boolean {
  if (!/^[2-6]/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}
