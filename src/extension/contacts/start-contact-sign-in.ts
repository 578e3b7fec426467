import browser, { type Runtime } from 'webextension-polyfill';
import * as v from 'valibot';
import type { Workspace } from '../../channel/workspace.ts';
import { knownOverview } from '../known-overview.ts';
import { isFromOwnPage } from '../own-page.ts';
import { readContactConfiguration } from './contact-configuration.ts';
import { ContactSignIn } from './contact-sign-in.ts';
import { problemOfSignIn } from './contact-sign-in-failure.ts';
import { type ContactSignInRequest, contactSignInRequest, type ContactSignInState } from './contact-sign-in-messages.ts';
import { tokenMemory } from './held-tokens.ts';

/**
 * The contact service's tokens in the extension, and the answers to the pages that ask about them. To be called in the background's
 * first turn.
 * @param workspace knows who is signed in to Backchannel
 */
export function startContactSignIn(workspace: () => Workspace): ContactSignIn {
  const signIn = new ContactSignIn({
    configuration: readContactConfiguration,
    agent: async () => (await knownOverview(workspace())).me?.jid,
    memory: tokenMemory,
    redirectUri: browser.identity.getRedirectURL(),
    launch: (url) => browser.identity.launchWebAuthFlow({ url, interactive: true }),
  });
  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const request = v.safeParse(contactSignInRequest, message);
    return request.success && isFromOwnPage(sender) ? answer(signIn, request.output) : undefined;
  });
  return signIn;
}

async function answer(signIn: ContactSignIn, { type }: ContactSignInRequest): Promise<ContactSignInState> {
  try {
    if (type === 'sign-in-to-contacts') await signIn.get({ isInteractive: true, signal: new AbortController().signal });
    if (type === 'sign-out-of-contacts') await signIn.forget();
    return { owner: await signIn.owner() };
  } catch (error) {
    return problemOfSignIn(error);
  }
}
