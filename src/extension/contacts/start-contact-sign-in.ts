import type { Runtime } from 'webextension-polyfill';
import * as v from 'valibot';
import type { ContactAccess } from '../../background/contacts/source/contact-sources.ts';
import type { ContactTokens } from '../../background/contacts/source/contact-tokens.ts';
import { StreamFailure } from '../../background/stream/stream-failure.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { knownOverview } from '../../channel/known-overview.ts';
import type { ContactSignIn as ContactSignInSettings } from '../../model/policy.ts';
import { managedPolicy } from '../policy/managed-policy.ts';
import type { IssuerTokens } from '../../background/stream/issuer-tokens.ts';
import { isFromOwnPage } from '../own-page.ts';
import { followContactService, readContactConfiguration } from './contact-configuration.ts';
import type { ContactSignIn } from './contact-sign-in.ts';
import { IssuerUnreachable, problemOfSignIn } from '../sign-in/sign-in-failure.ts';
import { type ContactSignInRequest, contactSignInRequest, type ContactSignInState } from './contact-sign-in-messages.ts';
import { tokenMemory } from './held-tokens.ts';

/**
 * The contact service of the extension's agent, its tokens, and the answers to the pages that ask about them. To be called in the
 * background's first turn.
 * @param workspace Knows whether somebody is signed in to Backchannel
 * @param agentNow Who is, also behind a locked desk
 * @param agentTokens Their tokens for messaging, which serve contacts too if both have the same issuer
 */
export function startContactSignIn(
  workspace: () => Workspace,
  agentNow: () => string | undefined,
  agentTokens: Pick<IssuerTokens, 'get'>,
): ContactAccess {
  const listeners: (() => void)[] = [];
  const announce = () => listeners.forEach((listener) => listener());
  let loading: Promise<ContactSignIn> | undefined;
  /** OAuth is loaded when somebody first asks for tokens, which most backgrounds that start never do. */
  const load = () => {
    loading ??= import('./contact-sign-in.ts').then(
      (module) =>
        new module.ContactSignIn({
          configuration: readContactConfiguration,
          agent: async () => agentNow() ?? (await knownOverview(workspace()).then(agentNow)),
          shared: (signIn, agent, refused) => sharedToken(agentTokens, signIn, agent, refused),
          memory: tokenMemory,
          redirectUri: browser.identity.getRedirectURL(),
          launch: (url) => browser.identity.launchWebAuthFlow({ url, interactive: true }),
        }),
    );
    return loading;
  };
  const tokens: ContactTokens = { get: async (asked) => (await load()).get(asked), forget: async () => (await load()).forget() };
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const request = v.safeParse(contactSignInRequest, message);
    if (!request.success || !isFromOwnPage(sender)) return undefined;
    return knownOverview(workspace()).then(({ lock }) => (lock ? {} : answer(load, request.output, announce)));
  });
  return { tokens, serviceOf: followContactService(announce), onChange: (listener) => listeners.push(listener) };
}

/** A token of the sign-in to messaging, if that has the contact service's issuer. @returns undefined where there is none @throws IssuerUnreachable */
async function sharedToken(
  tokens: Pick<IssuerTokens, 'get'>,
  { issuer, clientId }: ContactSignInSettings,
  agent: string,
  refused: string | undefined,
): Promise<string | undefined> {
  const { signIn } = await managedPolicy.read();
  if (typeof signIn !== 'object' || signIn.issuer !== issuer || signIn.clientId !== clientId) return undefined;
  return tokens.get({ agent, ...(refused === undefined ? {} : { refused }) }).catch((error: unknown) => {
    if (error instanceof StreamFailure && !error.isFinal) throw new IssuerUnreachable(error);
    return undefined;
  });
}

async function answer(
  load: () => Promise<ContactSignIn>,
  { type }: ContactSignInRequest,
  onChange: () => void,
): Promise<ContactSignInState> {
  try {
    const tokens = await load();
    if (type === 'sign-in-to-contacts') {
      await tokens.get({ isInteractive: true, signal: new AbortController().signal });
      onChange();
    }
    if (type === 'sign-out-of-contacts') {
      await tokens.forget();
      onChange();
    }
    return { owner: await tokens.owner() };
  } catch (error) {
    return problemOfSignIn(error);
  }
}
