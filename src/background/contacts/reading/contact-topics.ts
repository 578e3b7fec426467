import type { ContactProblem } from '../../../model/contact/contact.ts';
import type { Topic } from '../../../channel/contract.ts';
import type { Changes } from '../../events/changes.ts';

/** Names a contact by what it belongs to: an active interaction, or the IM session of a consultation about an interaction. */
export interface ContactOf {
  readonly of: 'interaction' | 'session';
  readonly id: string;
}

/** The contact that a view asks for, or why there is none. */
export type Meant = { readonly contactId: string } | { readonly problem: ContactProblem };

/** Knows which views follow which contact. */
export class ContactTopics {
  readonly #followed = new Map<Topic, { readonly asked: ContactOf; readonly meant: Meant }>();

  constructor(
    private readonly meantBy: (asked: ContactOf) => Meant,
    private readonly changes: Changes,
  ) {}

  /** The contact that a view asks for; the view hears of its changes from now on. */
  resolve({ of, id }: ContactOf): Meant {
    const meant = this.meantBy({ of, id });
    this.#followed.set(`contact ${of} ${id}`, { asked: { of, id }, meant });
    return meant;
  }

  announce(contactId: string): void {
    for (const [topic, { meant }] of this.#followed)
      if ('contactId' in meant && meant.contactId === contactId) this.changes.announce(topic);
  }

  announceAll(): void {
    for (const topic of this.#followed.keys()) this.changes.announce(topic);
  }

  /** To be called when interactions or sessions have changed. Views whose question now means another contact, or none, are told. */
  follow(): void {
    for (const [topic, { asked, meant }] of this.#followed) {
      const now = this.meantBy(asked);
      if (JSON.stringify(now) === JSON.stringify(meant)) continue;
      // The view is told, and asks again if it is still there.
      this.#followed.delete(topic);
      this.changes.announce(topic);
    }
  }
}
