import type { IssuerTokens } from '../../background/stream/issuer-tokens.ts';
import type { StreamFailure } from '../../background/stream/stream-failure.ts';
import { within } from '../../background/time/waits.ts';
import { lazily } from '../../model/lazily.ts';
import { managedPolicy } from '../policy/managed-policy.ts';
import { grantMemory } from './held-grant.ts';
import { IssuerUnreachable } from './sign-in-failure.ts';

/** How long the browser may follow the issuer's redirections that lead to no page. */
const SILENT_MS = 15_000;

/** The tokens of the extension's agent. OpenID Connect is loaded only where the policy has agents sign in at the organisation's issuer. */
export function startAgentTokens(): IssuerTokens {
  const listeners: ((failure: StreamFailure) => void)[] = [];
  const load = lazily(async () => {
    const { AgentTokens } = await import('./agent-tokens.ts');
    const tokens = new AgentTokens({
      settings: readSettings,
      memory: grantMemory,
      redirectUri: browser.identity.getRedirectURL(),
      async launch(url, isInteractive) {
        const flow = browser.identity.launchWebAuthFlow({ url, interactive: isInteractive });
        const back = isInteractive ? await flow : await within(SILENT_MS, flow);
        if (back === undefined) throw new IssuerUnreachable();
        return back;
      },
    });
    for (const listener of listeners) tokens.onEnd(listener);
    return tokens;
  });
  const isSet = async () => (await readSettings()) !== undefined;
  return {
    get: async (asked) => ((await isSet()) ? (await load()).get(asked) : undefined),
    identify: async (options) => ((await isSet()) ? (await load()).identify(options) : undefined),
    forget: async (exceptOf) => {
      if (await isSet()) await (await load()).forget(exceptOf);
    },
    onEnd: (listener) => void listeners.push(listener),
  };
}

const readSettings = async () => (await managedPolicy.read()).signIn;
