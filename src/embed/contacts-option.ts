import type { PageContacts } from '../channel/page-contacts.ts';
import { isHttpAddress } from '../model/http-address.ts';

/**
 * An organisation's contacts, by the page's own means. Inputs and answers are the JSON of docs/contact-service.openapi.yaml, and are held
 * against it: `Contact`, `InteractionPage`, `Interaction`, `FinishedInteraction`, `GrantInput`. Where there is no such thing, a call answers
 * `undefined`; else it may reject with an error whose `problem` says more: `not-found`, `not-permitted`, `grant-ended`, `busy`, `unreachable`.
 */
export interface ContactSource {
  readContact(contactId: string): Promise<unknown>;
  /** Newest first. `question` is the query of `searchHistory` there: `q`, `medium`, `status` (lists), `agent`, `from`, `to`, `cursor`, `limit`. */
  searchHistory(contactId: string, question: Readonly<Record<string, unknown>>): Promise<unknown>;
  readInteraction(contactId: string, interactionId: string): Promise<unknown>;
  /** Those with a phone number, or whose name has these words: a `ContactPage`. If it is absent, contacts who call aren't looked up. */
  findContacts?(question: { readonly number: string } | { readonly name: string }): Promise<unknown>;
  /** If it is absent, finished consultations aren't appended. The same consultation may be appended twice. */
  appendInteraction?(contactId: string, interactionId: string, finished: object): Promise<unknown>;
  /** Lets a colleague who is consulted see the contact until a time. If it is absent, the source decides by itself who sees what. */
  grant?(contactId: string, grantId: string, grant: { readonly agent: string; readonly until: string }): Promise<unknown>;
  endGrant?(contactId: string, grantId: string): Promise<unknown>;
}

/**
 * A contact service with the page's tokens, or the page's own source. `directory` is the address of a directory service, which gets the same tokens.
 * `refused` is a token that one of the two didn't take.
 */
export type ContactsOption =
  | {
      readonly service: string | URL;
      readonly directory?: string | URL;
      readonly getToken: (options: { readonly refused?: string }) => Promise<string>;
    }
  | { readonly source: ContactSource };

/** What the session host may ask this page for. @throws TypeError for an address that tokens can't be sent to */
export function pageContactsOf(option: ContactsOption): PageContacts {
  const isSource = 'source' in option;
  const addressOf = (given: string | URL) => {
    const address = new URL(given, document.baseURI).href;
    if (!isHttpAddress(address)) throw new TypeError('A service needs an https: address');
    return address;
  };
  return {
    offer: isSource
      ? { kind: 'source' }
      : {
          kind: 'tokens',
          service: addressOf(option.service),
          ...(option.directory === undefined ? {} : { directory: addressOf(option.directory) }),
        },
    // Loaded when the session host first asks.
    call: async (name, inputs) =>
      (await import('./page-answers.ts')).callContacts(isSource ? option.source : option, isSource, name, inputs),
  };
}
