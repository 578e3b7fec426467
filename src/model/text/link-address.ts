/** What a link may lead to. */
const SAFE_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);
/** A longer address is no link: nobody uses one, and nobody could read where it leads. */
const MAX_LENGTH = 2_000;

/**
 * The whole address, if it leads where a link may lead: hosts in ASCII, with nothing before them that could be taken for one
 * ("https://bank.example@evil.example").
 */
export function safeAddress(href: string): string | undefined {
  const url = URL.canParse(href) ? new URL(href) : undefined;
  if (!url || !SAFE_PROTOCOLS.has(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url.href.length <= MAX_LENGTH ? url.href : undefined;
}

/** Whether a text says where the address leads: it is the address, or that without "https://" or "mailto:", or with letters where the address has them encoded. */
export function saysAddress(text: string, address: string): boolean {
  return [text, `https://${text}`, `mailto:${text}`].some((whole) => normalized(whole) === address);
}

function normalized(text: string): string {
  const [, origin = '', rest = text] = /^(https?:\/\/[\x21-\x7E]*?)((?:[/?#].*)?)$/is.exec(text) ?? [];
  const path = origin && !rest.startsWith('/') ? `/${rest}` : rest;
  return origin.toLowerCase() + path.replace(/(?:(?!\p{Default_Ignorable_Code_Point})[\p{L}\p{N}\p{M}])+/gu, encodeLetters);
}

function encodeLetters(letters: string): string {
  return letters.replace(/[^\x21-\x7E]+/g, encodeURIComponent);
}
