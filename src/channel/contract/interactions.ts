import * as v from 'valibot';
import { type KeptInteractionEvent, MAX_KEPT_EVENTS } from '../../model/desk/interaction-event.ts';
import { type CaseData, MAX_VALUE_LENGTH } from '../../model/interaction/case-data.ts';
import { namedGroup } from '../../model/target-ref-shape.ts';
import { interactionChange, interactionId, openedInteraction } from './interaction-shapes.ts';
import { bareJid, contactOf, id, queryFor, sessionId } from './shapes.ts';

const fieldKey = v.pipe(v.string(), v.maxLength(100));

const askedAgain = v.object({ sessionId, from: sessionId, messageId: id });

export const interactionCommands = {
  /** Opens an interaction, when a page begins with a contact. Opening it again under the same id changes it to what is given now. */
  openInteraction: openedInteraction,
  /** Changes an open interaction; what is absent stays, and `caseData` is all of it. */
  updateInteraction: interactionChange,
  /** Closes an interaction, when its page has finished with it. */
  closeInteraction: v.object({ id: interactionId }),
  /** Closes an interaction because the agent does where its page doesn't. The page is told. */
  abandonInteraction: v.object({ id: interactionId }),
  /** Start Instant Message Consultation: opens the session; the first message invites. `sessionId` is a new UUID. */
  consult: v.object({ sessionId, interactionId, target: bareJid }),
  /**
   * Opens a session in which a group or skill is asked; with an interaction, about that. The first message asks those of its members who are ready. Where
   * one is open in which nobody has accepted yet, that one is shown.
   */
  askGroup: v.object({ sessionId, group: namedGroup, interactionId: v.exactOptional(interactionId) }),
  /**
   * Opens a session in which somebody else is asked what was asked in `from` and not answered: the message waits in its field, the interaction and the
   * fields that were left out are the same. What hasn't ended yet is taken back.
   */
  askElse: v.object({
    sessionId,
    from: sessionId,
    to: v.variant('kind', [v.object({ kind: v.literal('agent'), jid: bareJid }), namedGroup]),
  }),
  /**
   * *Wait in Line*: what was to be asked of the group of `from` is asked as soon as somebody in it is ready. Where nobody was asked yet, it waits there, or
   * else in a new session. The message is the draft of `from`, or what was asked there.
   */
  waitInLine: askedAgain,
  /** *Write to All*: the same is left for every member of the group at once, as pending; the first to accept answers. */
  leaveForAll: askedAgain,
  /** Whether a field of the case data is kept back, before the first message. */
  leaveOutField: v.object({ sessionId, key: fieldKey, isLeftOut: v.boolean() }),
  /** The agent changes an editable field: `key` is the CRM's. */
  changeCaseField: v.object({ interactionId, key: fieldKey, value: v.pipe(v.string(), v.maxLength(MAX_VALUE_LENGTH)) }),
  /** The agent says whether a caller is the contact whom they were taken for. */
  judgeContactGuess: v.object({ interactionId, contactId: id, isRight: v.boolean() }),
  /** Notes that the page which opened the interactions has taken these events. */
  takeInteractionEvents: v.object({ eventIds: v.pipe(v.array(id), v.maxLength(MAX_KEPT_EVENTS)) }),
} as const;

/** Case data of an interaction, or of a consultation as it is shared: empty once that is over. */
export interface CaseDataSlice extends CaseData {
  /** The keys of the fields that a consultation keeps back. */
  readonly leftOut: readonly string[];
}

export const interactionQueries = {
  /** The case data of an interaction, or of a consultation as it is shared. */
  'case-data': queryFor<CaseDataSlice>()(contactOf, {
    topicOf: ({ of, id }) => `case-data ${of} ${id}` as const,
    empty: { fields: [], omitted: 0, leftOut: [] },
  }),
  /** What the pages that opened interactions haven't taken yet, oldest first. */
  'interaction-events': queryFor<readonly KeptInteractionEvent[]>()({}, { topicOf: () => 'interaction-events' as const, empty: [] }),
} as const;
