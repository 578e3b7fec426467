import type { PastInteractionDetails } from '../../../model/contact/contact.ts';
import type { Contact } from '../../../model/interaction/interaction.ts';
import type { FinishedConsultation } from '../../../model/contact/finished-consultation.ts';
import { readContactAnswer, readFoundAnswer, readInteractionAnswer, readPageAnswer, writeFinished } from './contact-answers.ts';
import {
  type Answer,
  type CallOptions,
  type ContactGrant,
  type ContactLookUp,
  type ContactRead,
  ContactFailure,
  type ContactSource,
  type HistoryPage,
  type HistoryQuestion,
  type ReadOptions,
} from './contact-source.ts';
import type { ContactTokens } from './contact-tokens.ts';
import { questionOf } from './history-question.ts';
import { type Answered, HttpExchange } from './http-exchange.ts';

/** The statuses which mean that the record stands in the history now, or stood there before. */
const APPENDED: readonly number[] = [200, 201, 204];

/** The organisation's contact service by HTTP, as docs/contact-service.openapi.yaml says. */
export class HttpContactSource implements ContactSource {
  readonly #exchange: HttpExchange;

  /** @param service Its address: `https:`, or `http:` to this very machine. */
  constructor(
    private readonly service: string,
    tokens: ContactTokens,
    tokenProblem: 'sign-in-needed' | 'no-token',
    /** How long one attempt may take. */
    timeoutMs?: number,
  ) {
    this.#exchange = new HttpExchange(tokens, tokenProblem, service, timeoutMs);
  }

  async findContacts(question: ContactLookUp, options: CallOptions): Promise<readonly Contact[]> {
    const { status, json } = await this.#ask('GET', ['contacts'], options, undefined, { ...question, limit: 2 });
    if (status !== 200) throw new ContactFailure('nonsense');
    return readFoundAnswer(json);
  }

  async readContact(contactId: string, options: ReadOptions): Promise<Answer<ContactRead>> {
    return answerOf(await this.#ask('GET', ['contacts', contactId], options), (json) => readContactAnswer(json, contactId));
  }

  async searchHistory(contactId: string, question: HistoryQuestion, options: ReadOptions): Promise<Answer<HistoryPage>> {
    return answerOf(
      await this.#ask('GET', ['contacts', contactId, 'interactions'], options, undefined, questionOf(question)),
      readPageAnswer,
    );
  }

  async readInteraction(contactId: string, interactionId: string, options: ReadOptions): Promise<Answer<PastInteractionDetails>> {
    return answerOf(await this.#ask('GET', ['contacts', contactId, 'interactions', interactionId], options), (json) =>
      readInteractionAnswer(json, interactionId),
    );
  }

  async appendInteraction(contactId: string, interactionId: string, finished: FinishedConsultation, options: CallOptions): Promise<void> {
    const { status } = await this.#ask('PUT', ['contacts', contactId, 'interactions', interactionId], options, writeFinished(finished));
    // Any other answer, such as a sign-in page of the network, says nothing about the record.
    if (!APPENDED.includes(status)) throw new ContactFailure('nonsense');
  }

  async grant(contactId: string, grantId: string, { agent, until }: ContactGrant, options: CallOptions): Promise<void> {
    await this.#ask('PUT', ['contacts', contactId, 'grants', grantId], options, { agent, until: new Date(until).toISOString() });
  }

  async endGrant(contactId: string, grantId: string, options: CallOptions): Promise<void> {
    await this.#ask('DELETE', ['contacts', contactId, 'grants', grantId], options);
  }

  #ask(
    method: 'GET' | 'PUT' | 'DELETE',
    path: readonly string[],
    { signal, isInteractive = false, etag }: ReadOptions,
    body?: object,
    question: Readonly<Record<string, unknown>> = {},
  ): Promise<Answered> {
    const url = new URL(path.map(encodeURIComponent).join('/'), this.service.endsWith('/') ? this.service : `${this.service}/`);
    for (const [name, value] of Object.entries(question)) url.searchParams.set(name, String(value));
    return this.#exchange.ask({ method, url, body, etag, signal, isInteractive });
  }
}

function answerOf<T>({ status, etag, json }: Answered, read: (json: unknown) => T): Answer<T> {
  if (status === 304) return { isUnchanged: true };
  if (status !== 200) throw new ContactFailure('nonsense');
  return { isUnchanged: false, value: read(json), etag };
}
