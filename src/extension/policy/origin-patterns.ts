/** The match pattern of an origin's pages. Firefox's patterns have no port, so that it covers the host's pages on every port there. */
export function patternOf(origin: string, hasPorts: boolean): string {
  const { protocol, host, hostname } = new URL(origin);
  return `${protocol}//${hasPorts ? host : hostname}/*`;
}

/** Whether an origin's pages may have the dock: granted by the agent and, where there is a policy, on its list. */
export function isOriginAllowed(origin: string, grantedPatterns: readonly string[], policyOrigins: readonly string[] | undefined): boolean {
  return grantedPatterns.some((pattern) => isMatch(origin, pattern)) && (policyOrigins?.includes(origin) ?? true);
}

/** The granted match patterns that the policy leaves. */
export function allowedPatterns(
  grantedPatterns: readonly string[],
  policyOrigins: readonly string[] | undefined,
  hasPorts: boolean,
): readonly string[] {
  const isOfPages = (pattern: string) => /^(https?|\*):|^<all_urls>$/.test(pattern);
  const patterns = policyOrigins
    ? policyOrigins.filter((origin) => isOriginAllowed(origin, grantedPatterns, undefined)).map((origin) => patternOf(origin, hasPorts))
    : grantedPatterns.filter(isOfPages);
  return [...new Set(patterns)].sort();
}

/** Whether a granted match pattern covers the origin. Paths don't count, because the browser grants whole hosts. */
function isMatch(origin: string, pattern: string): boolean {
  const page = URL.canParse(origin) ? new URL(origin) : undefined;
  if (page?.protocol !== 'https:' && page?.protocol !== 'http:') return false;
  if (pattern === '<all_urls>') return true;
  const [, scheme, host, port] = /^(\*|https?):\/\/(\*|(?:\*\.)?(?:[^/*:[]+|\[[^\]/]+\]))(?::(\*|\d+))?\/\*$/.exec(pattern) ?? [];
  if (host === undefined || (scheme !== '*' && `${scheme}:` !== page.protocol)) return false;
  if (port !== undefined && port !== '*' && port !== (page.port || (page.protocol === 'https:' ? '443' : '80'))) return false;
  if (!host.startsWith('*')) return host === page.hostname;
  const domain = host.slice(2);
  return domain === '' || page.hostname === domain || page.hostname.endsWith(`.${domain}`);
}
