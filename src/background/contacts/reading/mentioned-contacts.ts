import { contactIdOf } from '../../../model/interaction/interaction.ts';
import type { ImSessionView } from '../../../model/workspace.ts';
import type { Im } from '../../im/im.ts';
import type { Interactions } from '../../interactions/interactions.ts';
import type { ContactOf, Meant } from './contact-topics.ts';

/** The contacts of the agent's open interactions, and of the consultations that go on. */
export class MentionedContacts {
  constructor(
    private readonly account: { readonly im: Pick<Im, 'get' | 'list'>; readonly interactions: Pick<Interactions, 'get' | 'list'> },
  ) {}

  /**
   * The contact that a view asks for. The contact of a consultation is shown only while the consultation goes on, and to the colleague only after
   * they have accepted.
   */
  meantBy({ of, id }: ContactOf): Meant {
    if (of === 'session') {
      const session = this.account.im.get(id);
      if (!session || session.state.status === 'ended') return { problem: 'closed' };
      if (session.state.status === 'invited') return { problem: 'not-accepted' };
      return meant(session.parent?.contactId);
    }
    const interaction = this.account.interactions.get(id);
    return meant(interaction && contactIdOf(interaction.contact));
  }

  /** Whether any interaction or session is about a contact of the service. */
  isAny(): boolean {
    const { im, interactions } = this.account;
    return (
      interactions.list().some(({ contact }) => contactIdOf(contact) !== undefined) ||
      im.list().some(({ parent }) => parent?.contactId !== undefined)
    );
  }

  has(contactId: string): boolean {
    return (
      this.account.interactions.list().some(({ contact }) => contactIdOf(contact) === contactId) ||
      this.#consultations(contactId).length > 0
    );
  }

  /** Whether this agent has accepted a colleague's consultation about the contact. The colleague's host grants the contact then. */
  isConsulted(contactId: string): boolean {
    return this.#consultations(contactId).some(({ direction, state }) => direction === 'incoming' && state.status === 'connected');
  }

  #consultations(contactId: string): readonly ImSessionView[] {
    return this.account.im.list().filter(({ parent, state }) => parent?.contactId === contactId && state.status !== 'ended');
  }
}

function meant(contactId: string | undefined): Meant {
  return contactId === undefined ? { problem: 'no-contact' } : { contactId };
}
