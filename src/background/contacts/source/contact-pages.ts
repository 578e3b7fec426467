import * as v from 'valibot';
import type { ContactsOffer, PageCall, PageContacts } from '../../../channel/page-contacts.ts';
import type { ContactProblem } from '../../../model/contact/contact.ts';
import { isHttpAddress } from '../../../model/http-address.ts';
import { within } from '../../time/waits.ts';
import { ContactFailure, NO_ACCESS } from './contact-source.ts';
import { ContactSignInNeeded, type ContactTokens } from './contact-tokens.ts';

/** How long a page may take to answer. One that hasn't answered by then is asked after all others the next time. */
const TIMEOUT_MS = 8_000;

const offerShape = v.variant('kind', [
  v.object({ kind: v.literal('source') }),
  v.object({ kind: v.literal('tokens'), service: v.pipe(v.string(), v.maxLength(2_048), v.check(isHttpAddress)) }),
]);
const problemShape = v.picklist(['not-found', 'not-permitted', 'grant-ended', 'busy', 'unreachable'] satisfies ContactProblem[]);
const answerShape = v.union([v.object({ value: v.unknown() }), v.object({ problem: v.unknown() })]);

/** The open pages that bring contacts, or tokens for them. If one page doesn't answer, the next one is asked. */
export class ContactPages implements ContactTokens {
  /** The page that is asked first stands last. */
  #pages: PageContacts[] = [];
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
    this.#pages.push(page);
    this.#lastOffer = page.offer;
    this.onChange();
    return () => void (this.#pages = this.#pages.filter((other) => other !== page));
  }

  /** @throws ContactFailure */
  async ask(name: PageCall, inputs: readonly unknown[], signal: AbortSignal): Promise<unknown> {
    for (const page of this.#pages.filter(({ offer }) => isSame(offer, this.#lastOffer)).reverse()) {
      // A signal that has aborted already fires no event, so that nothing would end the waiting.
      signal.throwIfAborted();
      const answer = await answerOf(page, name, inputs, signal);
      signal.throwIfAborted();
      if (!answer) {
        this.#pages = [page, ...this.#pages.filter((other) => other !== page)];
        continue;
      }
      if ('value' in answer) return answer.value;
      const parsed = v.safeParse(problemShape, answer.problem);
      const problem = parsed.success ? parsed.output : 'failed';
      throw new ContactFailure(problem, { isFinal: NO_ACCESS.includes(problem) });
    }
    throw new ContactFailure('no-token');
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

/** @returns undefined when the page doesn't answer */
async function answerOf(
  page: PageContacts,
  name: PageCall,
  inputs: readonly unknown[],
  signal: AbortSignal,
): Promise<v.InferOutput<typeof answerShape> | undefined> {
  // A page that fails is taken as one that doesn't answer; who asked reports it.
  const called = page.call(name, inputs).catch(() => undefined);
  const answer: unknown = await within(TIMEOUT_MS, called, signal);
  const parsed = v.safeParse(answerShape, answer);
  return parsed.success ? parsed.output : undefined;
}

function isSame(one: ContactsOffer, other: ContactsOffer | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
