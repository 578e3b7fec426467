/**
 * Whether a service may be reached by HTTP at this address: `https:`, or `http:` on this very machine. What it is sent must not cross a
 * network in the clear. No user name and no fragment are in it.
 */
export function isHttpAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password, hash } = new URL(text);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return (protocol === 'https:' || (protocol === 'http:' && isLoopback)) && username === '' && password === '' && hash === '';
}
