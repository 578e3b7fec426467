const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
/** As many UTF-16 units after the cut are looked at. What a reader takes for one character is never longer, unless somebody means harm. */
const LONGEST_CHARACTER = 200;

/**
 * The beginning of a text, no longer than this many UTF-16 units, cut between two characters as a reader sees them: never within an emoji of
 * several parts, or between a letter and its accent.
 */
export function cutText(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;

  const end = graphemes.segment(text.slice(0, maxLength + LONGEST_CHARACTER)).containing(maxLength)?.index ?? 0;
  // Marks without end aren't a character. They are cut, but not within a surrogate pair.
  return maxLength - end < LONGEST_CHARACTER ? text.slice(0, end) : text.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, '');
}
