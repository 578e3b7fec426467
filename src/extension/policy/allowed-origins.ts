import { allowedPatterns, isOriginAllowed, patternOf } from './origin-patterns.ts';
import { managedPolicy } from './managed-policy.ts';

/*
 * The origins whose pages may have the dock. The list is the browser's own, of granted host permissions, so that no second list can say otherwise. A
 * policy narrows it.
 */

const hasPorts = () => browser.runtime.getURL('').startsWith('chrome-extension:');

/** The list as it is now. */
export interface AllowedOrigins {
  /** Match patterns of pages, such as `https://crm.example/*`. */
  readonly patterns: readonly string[];
  isAllowed(origin: string): boolean;
}

/** Reads the list. */
export async function readAllowedOrigins(): Promise<AllowedOrigins> {
  const [{ origins: granted = [] }, { allowedOrigins }] = await Promise.all([browser.permissions.getAll(), managedPolicy.read()]);
  return {
    patterns: allowedPatterns(granted, allowedOrigins, hasPorts()),
    isAllowed: (origin) => isOriginAllowed(origin, granted, allowedOrigins),
  };
}

/** Whether the policy, if there is one, lets the agent allow an origin. */
export async function mayAllowOrigin(origin: string): Promise<boolean> {
  const { allowedOrigins } = await managedPolicy.read();
  return allowedOrigins?.includes(origin) ?? true;
}

/** Asks the agent, through the browser's own prompt. To be called in a click, before anything is awaited. */
export function allowOrigin(origin: string): Promise<boolean> {
  return browser.permissions.request({ origins: [patternOf(origin, hasPorts())] });
}

/** Takes an origin off the list, with every pattern on it that the origin matches. */
export async function disallowOrigin(origin: string): Promise<boolean> {
  const { origins: granted = [] } = await browser.permissions.getAll();
  return browser.permissions.remove({ origins: granted.filter((pattern) => isOriginAllowed(origin, [pattern], undefined)) });
}

/** Takes a match pattern off the list, one as it stands there. */
export function disallowPattern(pattern: string): Promise<boolean> {
  return browser.permissions.remove({ origins: [pattern] });
}

/** Calls the listener when the list may have changed. The background has to call this in its first turn. */
export function onAllowedOriginsChange(listener: () => void): void {
  browser.permissions.onAdded.addListener(() => listener());
  browser.permissions.onRemoved.addListener(() => listener());
  managedPolicy.onChange(listener);
}
