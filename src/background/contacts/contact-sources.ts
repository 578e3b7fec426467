import { isContactServiceAddress } from '../../channel/page-contacts.ts';
import { ContactPages } from './contact-pages.ts';
import type { ContactSource } from './contact-source.ts';
import type { ContactTokens } from './contact-tokens.ts';
import { HttpContactSource } from './http-contact-source.ts';
import { PageContactSource } from './page-contact-source.ts';

/** Where contacts come from in this browser: the service that the organisation's policy names, or what open pages bring. */
export class ContactSources {
  readonly pages: ContactPages;
  private made: { readonly key: string; readonly source: ContactSource } | undefined;

  /** @param tokens For the policy's service. @param onChange There may be a source now */
  constructor(
    private readonly tokens: ContactTokens | undefined,
    onChange: () => void,
  ) {
    this.pages = new ContactPages(onChange);
  }

  /** @param service The policy's. @returns undefined when nobody has said where contacts are */
  current(service: string | undefined): ContactSource | undefined {
    const { tokens } = this;
    if (service !== undefined && tokens) return isContactServiceAddress(service) ? this.make(`policy ${service}`, () => new HttpContactSource(service, tokens, 'sign-in-needed')) : undefined;
    const { offer } = this.pages;
    if (!offer) return undefined;
    if (offer.kind === 'source') return this.make('page', () => new PageContactSource(this.pages));
    return this.make(`page ${offer.service}`, () => new HttpContactSource(offer.service, this.pages, 'no-token'));
  }

  /** The agent signs out: no token outlives that. */
  async forget(): Promise<void> {
    this.made = undefined;
    await this.tokens?.forget();
  }

  private make(key: string, make: () => ContactSource): ContactSource {
    if (this.made?.key !== key) this.made = { key, source: make() };
    return this.made.source;
  }
}
