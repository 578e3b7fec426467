const MAX_LENGTH = 253;
const HOST = /^[\p{L}\p{M}\p{N}_-]+(?:\.[\p{L}\p{M}\p{N}_-]+)*$/u;

/**
 * The host that a text names, as it is in addresses (RFC 7622). Capitals, spaces around it, the root's dot and the form of a web address
 * change nothing of which one it is. Undefined where it may be several (`*.example.com`), or something else (a port, a path, a user).
 */
export function namedHost(text: string): string | undefined {
  const [, host = ''] = /^(?:https?:\/\/)?([^/]+?)\.?\/?$/i.exec(text.trim()) ?? [];
  const named = host.normalize('NFC').toLowerCase();
  return named.length <= MAX_LENGTH && HOST.test(named) ? named : undefined;
}
