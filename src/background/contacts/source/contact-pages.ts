import * as v from 'valibot';
import type { ContactsOffer, PageCall, PageContacts } from '../../../channel/page-contacts.ts';
import type { ContactProblem } from '../../../model/contact/contact.ts';
import { isHttpAddress } from '../../../model/http-address.ts';
import { AskedPages } from '../../pages/asked-pages.ts';
import { ContactFailure, NO_ACCESS } from './contact-source.ts';
import { ContactSignInNeeded, type ContactTokens } from './contact-tokens.ts';

const address = v.pipe(v.string(), v.maxLength(2_048), v.check(isHttpAddress));
const offerShape = v.variant('kind', [
  v.object({ kind: v.literal('source') }),
  v.object({ kind: v.literal('tokens'), service: address, directory: v.exactOptional(address) }),
]);
const problemShape = v.picklist(['not-found', 'not-permitted', 'grant-ended', 'busy', 'unreachable'] satisfies ContactProblem[]);

/** The open pages that bring contacts, or tokens for them. If one page doesn't answer, the next one is asked. */
export class ContactPages implements ContactTokens {
  readonly #pages = new AskedPages<PageContacts>();
  #lastOffer: ContactsOffer | undefined;

  constructor(private readonly onChange: () => void) {}

  /** What the pages offer, or, when all have gone, what the last one offered. */
  get offer(): ContactsOffer | undefined {
    return this.#lastOffer;
  }

  /** Adds a page that has come. @returns what is to be called when it goes */
  add(given: unknown, call: PageContacts['call']): () => void {
    const parsed = v.safeParse(offerShape, given);
    if (!parsed.success) return () => undefined;
    const page: PageContacts = { offer: parsed.output, call };
    const leave = this.#pages.add(page);
    this.#lastOffer = page.offer;
    this.onChange();
    return leave;
  }

  /** @throws ContactFailure */
  async ask(name: PageCall, inputs: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    const answer = await this.#pages.ask(
      ({ call }) => call(name, inputs),
      ({ offer }) => isSame(offer, this.#lastOffer),
      signal,
    );
    if (!answer) throw new ContactFailure('no-token');
    if ('value' in answer) return answer.value;
    const parsed = v.safeParse(problemShape, answer.problem);
    const problem = parsed.success ? parsed.output : 'failed';
    throw new ContactFailure(problem, { isFinal: NO_ACCESS.includes(problem) });
  }

  async get({ service, refused, signal }: Parameters<ContactTokens['get']>[0]): Promise<string> {
    if (service !== undefined && this.#lastOffer?.kind === 'tokens' && this.#lastOffer.service !== service)
      throw new ContactSignInNeeded('Pages bring tokens for another contact service');
    const token = await this.ask('getToken', [refused === undefined ? {} : { refused }], signal);
    if (typeof token !== 'string') throw new ContactSignInNeeded('The page gave no token');
    return token;
  }

  /** Does nothing, because the tokens belong to the pages and none is held here. */
  forget(): Promise<void> {
    return Promise.resolve();
  }
}

function isSame(one: ContactsOffer, other: ContactsOffer | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
