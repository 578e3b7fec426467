/**
 * The origin that a text names, such as `https://crm.example`. Capitals, spaces around it, a slash or `/*` at its end, the scheme's own
 * port and the form of an international name change nothing of which one it is. Undefined where it may be several (`https://*.example`), or
 * a part of one (a path).
 */
export function namedOrigin(text: string): string | undefined {
  const [, address] = /^(https?:\/\/[^\s\p{Cc}/\\?#@*]+)(?:\/\*?)?$/iu.exec(text.trim()) ?? [];
  return address !== undefined && URL.canParse(address) ? new URL(address).origin : undefined;
}
