import type { PastInteractionDetails } from '../../model/contact.ts';
import { readContactAnswer, readInteractionAnswer, readPageAnswer, writeFinished } from './contact-answers.ts';
import { type Answer, type CallOptions, type ContactGrant, type ContactRead, ContactFailure, type ContactSource, type FinishedInteraction, type HistoryPage, type HistoryQuestion, type ReadOptions } from './contact-source.ts';
import type { ContactTokens } from './contact-tokens.ts';
import { type Answered, HttpExchange } from './http-exchange.ts';

/** Rows of a page: as many as the contract allows. */
const PAGE_LENGTH = 100;

/** The organisation's contact service by HTTP, as docs/contact-service.openapi.yaml says. */
export class HttpContactSource implements ContactSource {
  private readonly exchange: HttpExchange;

  /** @param service Its address: `https:`, or `http:` to this very machine. */
  constructor(
    private readonly service: string,
    tokens: ContactTokens,
    tokenProblem: 'sign-in-needed' | 'no-token',
  ) {
    this.exchange = new HttpExchange(tokens, tokenProblem);
  }

  async readContact(contactId: string, options: ReadOptions): Promise<Answer<ContactRead>> {
    return answerOf(await this.ask('GET', ['contacts', contactId], options), (json) => readContactAnswer(json, contactId));
  }

  async searchHistory(contactId: string, question: HistoryQuestion, options: ReadOptions): Promise<Answer<HistoryPage>> {
    return answerOf(await this.ask('GET', ['contacts', contactId, 'interactions'], options, undefined, queryOf(question)), readPageAnswer);
  }

  async readInteraction(contactId: string, interactionId: string, options: ReadOptions): Promise<Answer<PastInteractionDetails>> {
    return answerOf(await this.ask('GET', ['contacts', contactId, 'interactions', interactionId], options), (json) => readInteractionAnswer(json, interactionId));
  }

  async appendInteraction(contactId: string, interactionId: string, finished: FinishedInteraction, options: CallOptions): Promise<void> {
    await this.ask('PUT', ['contacts', contactId, 'interactions', interactionId], options, writeFinished(finished));
  }

  async grant(contactId: string, grantId: string, { agent, until }: ContactGrant, options: CallOptions): Promise<void> {
    await this.ask('PUT', ['contacts', contactId, 'grants', grantId], options, { agent, until: new Date(until).toISOString() });
  }

  async endGrant(contactId: string, grantId: string, options: CallOptions): Promise<void> {
    await this.ask('DELETE', ['contacts', contactId, 'grants', grantId], options);
  }

  private ask(method: 'GET' | 'PUT' | 'DELETE', path: readonly string[], { signal, isInteractive = false, etag }: ReadOptions, body?: object, query?: URLSearchParams): Promise<Answered> {
    const url = new URL(path.map(encodeURIComponent).join('/'), this.service.endsWith('/') ? this.service : `${this.service}/`);
    if (query) url.search = query.toString();
    return this.exchange.ask({ method, url, body, etag, signal, isInteractive });
  }
}

function answerOf<T>({ status, etag, json }: Answered, read: (json: unknown) => T): Answer<T> {
  if (status === 304) return { isUnchanged: true };
  if (status !== 200) throw new ContactFailure('nonsense');
  return { isUnchanged: false, value: read(json), etag };
}

function queryOf({ search = '', media = [], statuses = [], agent, from, to, cursor }: HistoryQuestion): URLSearchParams {
  const query = new URLSearchParams({ limit: String(PAGE_LENGTH) });
  if (search.trim() !== '') query.set('q', search);
  if (media.length > 0) query.set('medium', media.join(','));
  if (statuses.length > 0) query.set('status', statuses.join(','));
  if (agent !== undefined) query.set('agent', agent);
  if (from !== undefined) query.set('from', timeOf(from));
  if (to !== undefined) query.set('to', timeOf(to));
  if (cursor !== undefined) query.set('cursor', cursor);
  return query;
}

const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(2199, 11, 31);

/** The contract takes times of these years only; nothing is before or after them. */
function timeOf(ms: number): string {
  return new Date(Math.min(Math.max(ms, EARLIEST), LATEST)).toISOString();
}
