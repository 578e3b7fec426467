import type { ContactSource } from './contact-source.ts';
import type { ContactPlace } from './contact-sources.ts';
import { HttpContactSource } from './http-contact-source.ts';
import { PageContactSource } from './page-contact-source.ts';

/** The source for where contacts come from now. It stays the same, with the token that it holds, until the place changes or it is renewed. */
export class CurrentSource {
  #made: { readonly key: string; readonly source: ContactSource } | undefined;

  constructor(private readonly placeNow: () => ContactPlace | undefined) {}

  /** @returns undefined when nobody has said where contacts are */
  get(): ContactSource | undefined {
    const place = this.placeNow();
    if (!place) return undefined;
    const key = place.kind === 'pages' ? place.kind : `${place.tokenProblem} ${place.service}`;
    if (this.#made?.key !== key) {
      this.#made = {
        key,
        source:
          place.kind === 'pages'
            ? new PageContactSource(place.pages)
            : new HttpContactSource(place.service, place.tokens, place.tokenProblem),
      };
    }
    return this.#made.source;
  }

  /** Makes a new source, because the agent may have signed in or out. A token that was held until now isn't used again. */
  renew(): void {
    this.#made = undefined;
  }
}
