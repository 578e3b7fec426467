/** The longest message body that is sent, in UTF-16 units. */
export const MAX_BODY_LENGTH = 32_768;

/**
 * What a body may take in a stanza: that many characters of any script, if few of them have to be escaped. With case data it stays
 * below 128 kB: Prosody 0.12 takes no more of one WebSocket message from Chromium, and never hears the message.
 */
const MAX_BODY_BYTES = 3 * MAX_BODY_LENGTH;

/** How long a body such as this one may be, in UTF-16 units. */
export function maxLengthOf(body: string): number {
  const bytes = wireBytesOf(body.slice(0, MAX_BODY_LENGTH));
  return bytes <= MAX_BODY_BYTES ? MAX_BODY_LENGTH : Math.floor((Math.min(body.length, MAX_BODY_LENGTH) * MAX_BODY_BYTES) / bytes);
}

/** What a text takes in a stanza at most, in bytes: as UTF-8, escaped. */
export function wireBytesOf(text: string): number {
  let bytes = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    bytes += code > 0x7ff ? 3 : code > 0x7f ? 2 : '"&\'<>'.includes(text.charAt(index)) ? 6 : 1;
  }
  return bytes;
}

/** The longest part of a received body that is shown without asking. */
export const PREVIEW_LENGTH = 4_000;

// XML 1.0 2.2: what a character may be. One stray control character would end the whole stream.
const NOT_XML =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text with each character that XML can't carry replaced by U+FFFD. */
export function toXmlText(text: string): string {
  return text.replace(NOT_XML, '\uFFFD');
}
