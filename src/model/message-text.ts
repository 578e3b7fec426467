/** The longest message body that is sent, in UTF-16 units: even fully escaped it fits the common 256 kB stanza limit. */
export const MAX_BODY_LENGTH = 32_768;

/** The longest part of a received body that is shown without asking. */
export const PREVIEW_LENGTH = 4_000;

// XML 1.0 2.2: what a character may be. One stray control character would end the whole stream.
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text with each character that XML can't carry replaced by U+FFFD. */
export function toXmlText(text: string): string {
  return text.replace(NOT_XML, '\uFFFD');
}

// Explicit bidirectional controls and invisible format characters: they let a name pass for another one.
const DECEIVING = /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF\p{Cc}]/gu;

/** A display name without characters that could make it look like another; at most 100 characters, on one line. */
export function toDisplayName(text: string): string {
  return text.replace(DECEIVING, ' ').replace(/\s+/g, ' ').trim().slice(0, 100);
}
