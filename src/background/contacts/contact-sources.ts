import { isContactServiceAddress } from '../../channel/page-contacts.ts';
import { ContactPages } from './contact-pages.ts';
import type { ContactTokens } from './contact-tokens.ts';

/** Where contacts are: at a service, for which there are tokens, or with the open pages. */
export type ContactPlace =
  | { readonly kind: 'service'; readonly service: string; readonly tokens: ContactTokens; readonly tokenProblem: 'sign-in-needed' | 'no-token' }
  | { readonly kind: 'pages'; readonly pages: ContactPages };

/** Where contacts come from in this browser: the service that the organisation's policy names, or what open pages bring. */
export class ContactSources {
  readonly pages: ContactPages;

  /** @param tokens For the policy's service. @param onChange There may be a source now */
  constructor(
    private readonly tokens: ContactTokens | undefined,
    onChange: () => void,
  ) {
    this.pages = new ContactPages(onChange);
  }

  /** @param service The policy's. @returns undefined when nobody has said where contacts are */
  current(service: string | undefined): ContactPlace | undefined {
    const { tokens, pages } = this;
    if (service !== undefined && tokens) return isContactServiceAddress(service) ? { kind: 'service', service, tokens, tokenProblem: 'sign-in-needed' } : undefined;
    if (!pages.offer) return undefined;
    return pages.offer.kind === 'source' ? { kind: 'pages', pages } : { kind: 'service', service: pages.offer.service, tokens: pages, tokenProblem: 'no-token' };
  }

  /** The agent signs out: no token outlives that. */
  async forget(): Promise<void> {
    await this.tokens?.forget();
  }
}
