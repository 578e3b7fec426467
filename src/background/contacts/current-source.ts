import type { ContactSource } from './contact-source.ts';
import type { ContactPlace } from './contact-sources.ts';
import { HttpContactSource } from './http-contact-source.ts';
import { PageContactSource } from './page-contact-source.ts';

/** The source of the place where contacts are now: the same one, with the token that it holds, until it is renewed. */
export class CurrentSource {
  private made: { readonly key: string; readonly source: ContactSource } | undefined;

  constructor(private readonly placeNow: () => ContactPlace | undefined) {}

  /** @returns undefined when nobody has said where contacts are */
  get(): ContactSource | undefined {
    const place = this.placeNow();
    if (!place) return undefined;
    const key = place.kind === 'pages' ? place.kind : `${place.tokenProblem} ${place.service}`;
    if (this.made?.key !== key) this.made = { key, source: place.kind === 'pages' ? new PageContactSource(place.pages) : new HttpContactSource(place.service, place.tokens, place.tokenProblem) };
    return this.made.source;
  }

  /** The agent may have signed in or out: no token that was held until now is used again. */
  renew(): void {
    this.made = undefined;
  }
}
