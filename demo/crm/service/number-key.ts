const COMPARED_DIGITS = 9;

/** The key that a phone number is looked up by: its last nine digits, so that `+49 30 1234567` and `030/1234567` have the same key. */
export function numberKey(number: string): string {
  // The (0) of `+49 (0)30` is dialled within the country only.
  return number.replace('(0)', '').replace(/\D/g, '').slice(-COMPARED_DIGITS);
}
