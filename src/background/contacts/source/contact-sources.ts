import { isHttpAddress } from '../../../model/http-address.ts';
import type { Policy } from '../../../model/policy.ts';
import { ContactPages } from './contact-pages.ts';
import type { ContactTokens } from './contact-tokens.ts';

/** Where contacts come from: a service, with a way to its tokens, or the open pages. */
export type ContactPlace =
  | {
      readonly kind: 'service';
      readonly service: string;
      readonly tokens: ContactTokens;
      readonly tokenProblem: 'sign-in-needed' | 'no-token';
      /** The directory service, which takes the same tokens. */
      readonly directory?: string;
    }
  | { readonly kind: 'pages'; readonly pages: ContactPages };

/** The contact service that the organisation's policy names, or the agent, and the way to its tokens. */
export interface ContactAccess {
  readonly tokens: ContactTokens;
  serviceOf(policy: Policy): string | undefined;
  /** Calls the listener when there is another service, or when the agent has signed in to it or out of it. */
  onChange(listener: () => void): void;
}

/** Where contacts come from in this browser: the service that is chosen for it, or what open pages bring. */
export class ContactSources {
  readonly pages: ContactPages;

  /** @param onChange Called when there may be a source where there was none, or another */
  constructor(
    private readonly access: ContactAccess | undefined,
    onChange: () => void,
  ) {
    this.pages = new ContactPages(onChange);
    access?.onChange(onChange);
  }

  /** @returns undefined when nobody has said where contacts are */
  current(policy: Policy): ContactPlace | undefined {
    const { access, pages } = this;
    const service = access?.serviceOf(policy);
    if (access && service !== undefined) {
      if (!isHttpAddress(service)) return undefined;
      return { kind: 'service', service, tokens: access.tokens, tokenProblem: 'sign-in-needed', directory: policy.directoryService };
    }
    const { offer } = pages;
    if (!offer) return undefined;
    return offer.kind === 'source' ? { kind: 'pages', pages } : { ...offer, kind: 'service', tokens: pages, tokenProblem: 'no-token' };
  }

  /** Forgets all tokens, because the agent signs out. */
  async forget(): Promise<void> {
    await this.access?.tokens.forget();
  }
}
