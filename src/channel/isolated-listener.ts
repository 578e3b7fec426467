/**
 * A listener of a page's, as it is called among others: an error that it throws is reported as any that nobody catches, and keeps no other listener from
 * hearing. It is a function of its own, so that the same one may listen twice.
 */
export function isolated<T>(listener: (told: T) => void): (told: T) => void {
  return (told) => {
    try {
      listener(told);
    } catch (error) {
      reportError(error);
    }
  };
}
