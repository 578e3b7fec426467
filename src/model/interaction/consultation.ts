import { maskCardNumbers } from '../text/card-numbers.ts';
import { cutText } from '../text/cut-text.ts';
import { type CaseData, type CaseField, NO_CASE_DATA, withChangesMarked } from './case-data.ts';
import type { Interaction, InteractionOwner, Medium } from './interaction.ts';
import { shareableCaseData } from './shareable-case-data.ts';
import type { InteractionId } from '../ids.ts';

/** What a consultation's initiator tells its target of the parent interaction. */
export interface SharedInteraction {
  readonly interactionId: InteractionId;
  readonly media: Medium;
  readonly contactName: string;
  /** The contact's id at the contact service. */
  readonly contactId?: string;
  /** Whether the interaction is over. The consultation may go on. */
  readonly isClosed: boolean;
  /** Rises with each change, so that an update that comes late or twice is recognised. */
  readonly version: number;
  readonly caseData: CaseData;
}

/** The interaction that a consultation is about, as its two sides have it. */
export interface ParentInteraction extends SharedInteraction {
  /** The keys of the fields that the initiator keeps back. Only the initiator's host knows them. */
  readonly leftOut: readonly string[];
  /** The page that opened the interaction. Only the initiator's host knows it. */
  readonly owner?: InteractionOwner;
}

/** A consultation's parent with what a list or a tab of it shows; its case data is asked for by itself. */
export type ParentView = Omit<ParentInteraction, 'caseData' | 'leftOut' | 'owner'>;

/** How many fields an invitation's notification shows, and how much of each value. */
const HIGHLIGHTS = 3;
const HIGHLIGHT_LENGTH = 80;

/** The first fields of what is shared that say something, short enough for a notification. */
export function highlightsOf({ caseData }: SharedInteraction): readonly CaseField[] {
  return caseData.fields
    .filter(({ value }) => value.trim() !== '')
    .slice(0, HIGHLIGHTS)
    .map(({ key, type, value, isOfCall }) => ({
      key,
      ...(isOfCall ? { isOfCall } : {}),
      ...(value.length <= HIGHLIGHT_LENGTH ? { type, value } : { type: 'text', value: `${cutText(value, HIGHLIGHT_LENGTH - 1)}…` }),
    }));
}

/** The parent of a consultation that is about to begin. */
export function parentOf(interaction: Interaction): ParentInteraction {
  const { id, owner } = interaction;
  return { ...told(interaction), interactionId: id, ...(owner ? { owner } : {}), isClosed: false, version: 1, leftOut: [] };
}

/** The part that leaves the host: everything but the fields that are kept back and the page that opened the interaction. */
export function sharedOf({ leftOut, owner: _owner, caseData, ...parent }: ParentInteraction): SharedInteraction {
  const shared = caseData.fields.filter(({ key }) => !leftOut.includes(key));
  return { ...parent, caseData: { ...caseData, fields: shared.map(withLabelAsKey) } };
}

/**
 * The parent after a change of the interaction, or, without an interaction, after it was closed. The version rises only if the target would
 * see something else, which a change of a field that is kept back isn't.
 * @returns undefined when nothing has changed
 */
export function parentNow(parent: ParentInteraction, interaction: Interaction | undefined): ParentInteraction | undefined {
  const next: ParentInteraction = interaction ? { ...parent, ...told(interaction) } : { ...parent, isClosed: true };
  if (isSame(next, parent)) return undefined;
  return isSame(sharedOf(next), sharedOf(parent)) ? next : { ...next, version: parent.version + 1 };
}

/** The parent after an update from the initiator. @returns undefined when something newer is known already */
export function parentHeard(parent: ParentInteraction, shared: SharedInteraction, at: number): ParentInteraction | undefined {
  if (shared.version <= parent.version) return undefined;
  return { ...parent, ...shared, caseData: withChangesMarked(parent.caseData, shared.caseData, at) };
}

/** Keeps a field back, or shares it after all. */
export function withFieldLeftOut(parent: ParentInteraction, key: string, isLeftOut: boolean): ParentInteraction {
  const others = parent.leftOut.filter((other) => other !== key);
  return { ...parent, leftOut: isLeftOut ? [...others, key] : others };
}

/** The parent of a consultation that is over, without the case data that was shared. */
export function withoutCaseData(parent: ParentInteraction): ParentInteraction {
  return { ...parent, caseData: NO_CASE_DATA };
}

function withLabelAsKey({ label, ...field }: CaseField): CaseField {
  if (label === undefined) return field;
  const { isOfCall: _isOfCall, ...labelled } = field;
  return { ...labelled, key: label };
}

function isSame(one: SharedInteraction, other: SharedInteraction): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function told({ media, contact, caseData }: Interaction): Pick<SharedInteraction, 'media' | 'contactName' | 'contactId' | 'caseData'> {
  return { media, contactName: maskCardNumbers(contact.name), contactId: contact.id, caseData: shareableCaseData(caseData) };
}
