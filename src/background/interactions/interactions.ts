import type { Refusal } from '../../channel/contract.ts';
import { isValueFor } from '../../model/interaction/case-data.ts';
import { type Interaction, MAX_INTERACTIONS } from '../../model/interaction/interaction.ts';
import { toXmlText } from '../../model/text/message-text.ts';
import { deleteInteraction, putInteraction } from '../../storage/interaction-store.ts';
import type { Journal } from '../../storage/journal.ts';
import type { Changes } from '../events/changes.ts';
import type { InteractionId } from '../../model/ids.ts';

/** The active interactions with contacts, as the pages that handle them tell; stored, so that a killed host finds them again. */
export class Interactions {
  readonly #byId: Map<InteractionId, Interaction>;

  constructor(
    stored: readonly Interaction[],
    private readonly journal: Journal,
    private readonly changes: Changes,
    private readonly now: () => number,
  ) {
    this.#byId = new Map(stored.map((interaction) => [interaction.id, interaction]));
  }

  get(id: InteractionId): Interaction | undefined {
    return this.#byId.get(id);
  }

  /** Oldest first. */
  list(): readonly Omit<Interaction, 'caseData'>[] {
    return [...this.#byId.values()].sort((a, b) => a.startedAt - b.startedAt).map(({ caseData: _caseData, ...view }) => view);
  }

  /**
   * Opens an interaction. One that is open already stays the same, with what is given now: a page that was reloaded may not know that it has opened
   * it.
   */
  open(interaction: Interaction): Refusal | undefined {
    const known = this.#byId.get(interaction.id);
    // A call that came to Backchannel isn't limited, because the agent has accepted each of them.
    if (!known && interaction.callId === undefined && this.#countOf(interaction.owner?.origin) >= MAX_INTERACTIONS)
      return { refused: 'too-many-interactions', max: MAX_INTERACTIONS };
    this.#put(known ? { ...interaction, startedAt: known.startedAt } : interaction);
    return undefined;
  }

  update(id: InteractionId, change: Partial<Omit<Interaction, 'id' | 'startedAt'>>): Refusal | undefined {
    const interaction = this.#byId.get(id);
    if (!interaction) return { refused: 'unknown-interaction' };
    this.#put({ ...interaction, ...change });
    return undefined;
  }

  /** Gives the first field of a key another value. */
  changeField(id: InteractionId, key: string, value: string): Refusal | undefined {
    const interaction = this.#byId.get(id);
    if (!interaction) return { refused: 'unknown-interaction' };
    const { caseData } = interaction;
    const index = caseData.fields.findIndex((field) => field.key === key);
    const field = caseData.fields[index];
    if (!field?.isEditable) return { refused: 'not-possible-now' };
    if (!isValueFor(field, value)) return { refused: 'invalid-argument' };
    this.#put({ ...interaction, caseData: { ...caseData, fields: caseData.fields.with(index, { ...field, value: toXmlText(value) }) } });
    return undefined;
  }

  /** Stores what the agent says about whether the guess of who is calling is right. Saying it twice changes nothing. */
  judgeGuess(id: InteractionId, contactId: string, isRight: boolean): Refusal | undefined {
    const interaction = this.#byId.get(id);
    if (!interaction) return { refused: 'unknown-interaction' };
    const { name, guess } = interaction.contact;
    if (guess?.id === contactId) this.#put({ ...interaction, contact: isRight ? { id: guess.id, name: guess.name } : { name } });
    return undefined;
  }

  /** To be called when the rules for case data have changed, so that the case data of every interaction is answered anew. */
  announceAll(): void {
    for (const id of this.#byId.keys()) this.#announce(id);
  }

  /** Closes an interaction. Closing it twice is no mistake, because a page may tell twice. */
  close(id: InteractionId): void {
    if (!this.#byId.delete(id)) return;
    this.journal.write(deleteInteraction(id));
    this.#announce(id);
  }

  #countOf(origin: string | undefined): number {
    return [...this.#byId.values()].filter(({ owner, callId }) => callId === undefined && owner?.origin === origin).length;
  }

  #put({ heldSince: _heldSince, ...given }: Interaction): void {
    const known = this.#byId.get(given.id);
    const interaction: Interaction = given.status === 'held' ? { ...given, heldSince: known?.heldSince ?? this.now() } : given;
    this.#byId.set(interaction.id, interaction);
    this.journal.write(putInteraction(interaction));
    this.#announce(interaction.id);
  }

  #announce(id: InteractionId): void {
    this.changes.announce('overview');
    this.changes.announce(`case-data interaction ${id}`);
  }
}
