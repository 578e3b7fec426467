import * as v from 'valibot';
import type { DemoAgent } from './demo-info.ts';

const answer = v.object({ access_token: v.string(), expires_in: v.number() });
/** A token that expires within this time isn't used any more. */
const SPARE_SECONDS = 60;

/**
 * The page's `getToken`: it gives the widget, and the page itself, an agent's bearer tokens for the contact service. A real CRM gets them from the
 * organisation's single sign-on.
 */
export function contactTokensOf(
  service: string,
  { jid, password }: DemoAgent,
): (options?: { readonly refused?: string }) => Promise<string> {
  let held: { readonly token: string; readonly goodUntil: number } | undefined;
  return async ({ refused } = {}) => {
    if (held && held.token !== refused && Date.now() < held.goodUntil) return held.token;
    const body = JSON.stringify({ username: jid, password });
    const response = await fetch(`${service}/token`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    if (!response.ok) throw new Error(`The contact service gave no token: ${response.status}.`);
    const { access_token, expires_in } = v.parse(answer, await response.json());
    held = { token: access_token, goodUntil: Date.now() + (expires_in - SPARE_SECONDS) * 1000 };
    return access_token;
  };
}
