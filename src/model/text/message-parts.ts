import { wireBytesOf } from './message-text.ts';

/** Every server takes stanzas of 10,000 bytes (RFC 6120 13.12). The rest is for what stands around the body. */
const MOST_BYTES = 8_000;
/** How much of a part may be given up, so that it ends between two words. */
const GIVEN_UP = 0.25;

/** Cuts a text into parts that every server takes. Each ends between two words if one is near, and never inside of what is read as one character. */
export function messagePartsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== ''; rest = rest.slice(parts.at(-1)?.length)) parts.push(rest.slice(0, endOfPart(rest)));
  return parts.filter((part) => part.trim() !== '');
}

function endOfPart(text: string): number {
  let bytes = 0;
  let afterSpace = 0;
  for (const { segment, index } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)) {
    bytes += wireBytesOf(segment);
    if (bytes > MOST_BYTES && index > 0) return afterSpace > index * (1 - GIVEN_UP) ? afterSpace : index;
    if (/\s$/.test(segment)) afterSpace = index + segment.length;
  }
  return text.length;
}
