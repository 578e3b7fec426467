import * as v from 'valibot';
import { isBareJid } from '../../model/jid.ts';
import type { CallId, SessionId } from '../../model/ids.ts';
import type { TargetRef } from '../../model/target-ref.ts';

/* The shapes that several parts of the contract share, and what a query is. */

export const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
export const sessionId: v.GenericSchema<SessionId> = id;
export const callId: v.GenericSchema<CallId> = id;
export const bareJid = v.pipe(v.string(), v.trim(), v.toLowerCase(), v.check(isBareJid, 'not an address'));
export const text = v.pipe(v.string(), v.maxLength(2_000_000));
export const search = v.pipe(v.string(), v.maxLength(200));

/** Rows `first` … of what matches, so many. */
export const rows = {
  first: v.pipe(v.number(), v.integer(), v.minValue(0)),
  count: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(200)),
};

/** Whose contact is meant: an active interaction's, or that of the interaction that a consultation is about. */
export const contactOf = { of: v.picklist(['interaction', 'session']), id };

/** One query of the contract. */
export interface QueryDefinition<Entries extends v.ObjectEntries, Slice, Topic extends string> {
  /** What a view asks. */
  readonly asked: v.ObjectSchema<Entries, undefined>;
  /** What tells that the answer has changed. Without it the query is answered once. */
  readonly topicOf?: (asked: v.InferOutput<v.ObjectSchema<Entries, undefined>>) => Topic;
  /** Whose availability the answer shows. If that changes, so does the answer. */
  readonly shows?: (slice: Slice) => readonly TargetRef[];
  /** The answer while nobody is signed in, and while the desk is locked. */
  readonly empty: Slice;
}

/** Defines a query: its slice is given as a type, everything else is read from the definition. */
export function queryFor<Slice>() {
  return <const Entries extends v.ObjectEntries, Topic extends string = never>(
    asked: Entries,
    rest: Omit<QueryDefinition<Entries, Slice, Topic>, 'asked'>,
  ): QueryDefinition<Entries, Slice, Topic> => ({ asked: v.object(asked), ...rest });
}
