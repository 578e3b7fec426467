import type { PageCall } from '../../../channel/page-contacts.ts';
import type { PastInteractionDetails } from '../../../model/contact/contact.ts';
import type { Contact } from '../../../model/interaction/interaction.ts';
import type { FinishedConsultation } from '../../../model/contact/finished-consultation.ts';
import { readContactAnswer, readFoundAnswer, readInteractionAnswer, readPageAnswer, writeFinished } from './contact-answers.ts';
import type { ContactPages } from './contact-pages.ts';
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
} from './contact-source.ts';
import { questionOf } from './history-question.ts';

/** The organisation's contacts by an object that a page supplies; its answers are held against the same contract. */
export class PageContactSource implements ContactSource {
  constructor(private readonly pages: ContactPages) {}

  async findContacts(question: ContactLookUp, { signal }: CallOptions): Promise<readonly Contact[]> {
    const answer = await this.pages.ask('findContacts', [question], signal);
    return answer === undefined || answer === null ? [] : readFoundAnswer(answer);
  }

  readContact(contactId: string, { signal }: CallOptions): Promise<Answer<ContactRead>> {
    return this.#read('readContact', [contactId], signal, (answer) => readContactAnswer(answer, contactId));
  }

  searchHistory(contactId: string, question: HistoryQuestion, { signal }: CallOptions): Promise<Answer<HistoryPage>> {
    return this.#read('searchHistory', [contactId, questionOf(question)], signal, readPageAnswer);
  }

  readInteraction(contactId: string, interactionId: string, { signal }: CallOptions): Promise<Answer<PastInteractionDetails>> {
    return this.#read('readInteraction', [contactId, interactionId], signal, (answer) => readInteractionAnswer(answer, interactionId));
  }

  async appendInteraction(
    contactId: string,
    interactionId: string,
    finished: FinishedConsultation,
    { signal }: CallOptions,
  ): Promise<void> {
    await this.pages.ask('appendInteraction', [contactId, interactionId, writeFinished(finished)], signal);
  }

  async grant(contactId: string, grantId: string, { agent, until }: ContactGrant, { signal }: CallOptions): Promise<void> {
    await this.pages.ask('grant', [contactId, grantId, { agent, until: new Date(until).toISOString() }], signal);
  }

  async endGrant(contactId: string, grantId: string, { signal }: CallOptions): Promise<void> {
    await this.pages.ask('endGrant', [contactId, grantId], signal);
  }

  async #read<T>(name: PageCall, inputs: readonly unknown[], signal: AbortSignal, readAnswer: (answer: unknown) => T): Promise<Answer<T>> {
    const answer = await this.pages.ask(name, inputs, signal);
    if (answer === undefined || answer === null) throw new ContactFailure('not-found', { isFinal: true });
    return { isUnchanged: false, value: readAnswer(answer) };
  }
}
