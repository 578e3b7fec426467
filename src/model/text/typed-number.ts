/* Reads numbers and amounts as agents type them, by the rules of their locale. What can't be read is undefined, so that nothing is guessed. */

/**
 * The number as "-1234.5", with just the digits that were typed. The locale says which of "." and "," stands before the fraction. Where that reading
 * isn't a number, the other one counts: "31,7" has no thousands.
 */
export function typedNumber(typed: string, locale: string): string | undefined {
  const text = plainOf(typed);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  // Spaces and apostrophes only ever stand between groups.
  const digits = text.slice(sign.length).replace(/^\d{1,3}(?:[ '’]\d{3})+(?!\d)/, (groups) => groups.replace(/[ '’]/g, ''));
  const read =
    decimalOf(locale) === ',' ? (readNumber(digits, ',') ?? readNumber(digits, '.')) : (readNumber(digits, '.') ?? readNumber(digits, ','));
  return read && (sign === '-' ? `-${read}` : read);
}

/**
 * The amount as "-12.50 EUR". The currency stands before or after it, by its code or by its sign in the locale.
 * @param current The currency that an amount without one has, and one whose sign several currencies have, such as "$"
 */
export function typedMoney(typed: string, locale: string, current: string | undefined): string | undefined {
  const [, sign, before = '', digits = '', after = ''] = /^([-+]?)\s*([^\d.,+-]*)([-+]?[\d.,'’ ]*\d)\s*(.*)$/.exec(plainOf(typed)) ?? [];
  const amount = typedNumber(digits.startsWith('-') || digits.startsWith('+') ? digits : `${sign}${digits}`, locale);
  const [first, second] = [before.trim(), after.trim()];
  const currency = first && second ? undefined : currencyOf(first || second, locale, current);
  return amount && currency && `${amount} ${currency}`;
}

/** The text with one form of each digit, space and sign. */
function plainOf(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/\s/g, ' ')
    .trim();
}

/** Digits stand in groups of three, or of two before the last three, as in India. */
function readNumber(digits: string, decimal: '.' | ','): string | undefined {
  const isRead = decimal === '.' ? /^(?:\d+|\d{1,3}(?:,\d{2,3})*,\d{3})?(?:\.\d+)?$/ : /^(?:\d+|\d{1,3}(?:\.\d{2,3})*\.\d{3})?(?:,\d+)?$/;
  if (!digits || !isRead.test(digits)) return undefined;

  const plain = digits.replaceAll(decimal === '.' ? ',' : '.', '').replace(decimal, '.');
  return plain.startsWith('.') ? `0${plain}` : plain;
}

function decimalOf(locale: string): string | undefined {
  return new Intl.NumberFormat(locale).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value;
}

function currencyOf(sign: string, locale: string, current: string | undefined): string | undefined {
  if (!sign) return current;

  if (current && signsOf(current, locale).includes(sign)) return current;

  const known = Intl.supportedValuesOf('currency');
  const code = sign.toUpperCase();
  if (known.includes(code)) return code;

  const [only, another] = known.filter((currency) => signsOf(currency, locale)[0] === sign);
  return another === undefined ? only : undefined;
}

/** The signs of a currency: the one that tells it from all others in the locale, and its own in its country. */
function signsOf(currency: string, locale: string): (string | undefined)[] {
  return (['symbol', 'narrowSymbol'] as const).map(
    (currencyDisplay) =>
      new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay })
        .formatToParts(1)
        .find(({ type }) => type === 'currency')?.value,
  );
}
