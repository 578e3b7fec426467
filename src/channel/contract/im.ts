import * as v from 'valibot';
import type { TranscriptEntry } from '../../model/session/im-session.ts';
import { HISTORY_FILTERS, type PastSession } from '../../model/session/past-session.ts';
import { MAX_NAME_LENGTH } from '../../model/text/display-name.ts';
import { bareJid, id, queryFor, rows, search, sessionId, text } from './shapes.ts';

export const imCommands = {
  /** Send an Instant Message to a target: opens the session and invites; if it is `isWrittenFirst`, by the first message. `sessionId` is a new UUID. */
  invite: v.object({ sessionId, target: bareJid, isWrittenFirst: v.exactOptional(v.boolean()) }),
  /** Takes back an invitation that wasn’t answered yet. */
  cancelInvitation: v.object({ sessionId }),
  /** Accepts an invitation. */
  accept: v.object({ sessionId }),
  /** `text` is what is said to it, in a word or two. */
  reject: v.object({ sessionId, text: v.exactOptional(v.pipe(v.string(), v.trim(), v.maxLength(MAX_NAME_LENGTH))) }),
  /** Notes that the notification in the page was closed. The invitation stays pending. */
  dismissNotification: v.object({ sessionId }),
  /** Notes that the session is on screen. It isn't pending any more, and its messages count as read. */
  display: v.object({ sessionId }),
  /**
   * `messageId` is a new UUID and becomes the origin-id. `cardNumbers`: what becomes of a payment card number in it; without it, it is refused.
   * `writer` is as in `saveDraft`.
   */
  send: v.object({
    sessionId,
    messageId: id,
    body: text,
    cardNumbers: v.exactOptional(v.picklist(['mask', 'as-is'])),
    writer: v.exactOptional(id),
  }),
  /** Sends a message that wasn't delivered once more, or, if it is split, in parts that every server takes. */
  sendAgain: v.object({ sessionId, messageId: id, isSplit: v.boolean() }),
  /** Tells the other side whether the agent is typing. */
  setTyping: v.object({ sessionId, isTyping: v.boolean() }),
  /** Ends the session for both sides. */
  endSession: v.object({ sessionId }),
  /** Marks an ended session done: it leaves the desk, and is in the history. */
  markDone: v.object({ sessionId }),
  /** `writer` names the field that the draft was written in, so that this field can tell its own changes from those of another view. */
  saveDraft: v.object({ sessionId, text, writer: id }),
} as const;

/** What the agent has typed and not sent, and in which field; empty for one of an earlier host. */
export interface DraftSlice {
  readonly text: string;
  readonly writer: string;
}

/** Rows `first` … of the `total` past sessions that match, newest first. */
export interface HistorySlice {
  readonly total: number;
  readonly first: number;
  readonly rows: readonly PastSession[];
  /** Whether every message has been searched. Until then more may come. */
  readonly isComplete: boolean;
}

/** A part of a transcript. */
export interface TranscriptSlice {
  readonly entries: readonly TranscriptEntry[];
  readonly hasEarlier: boolean;
  /** Where the transcript goes on after these entries: the position of its last one. */
  readonly newest?: number;
  /** From this position on, peers' messages aren't stored yet, and have been waiting for that for longer than anybody would expect. */
  readonly savingFrom?: number;
}

export const imQueries = {
  /** The past sessions that match, row by row. */
  history: queryFor<HistorySlice>()(
    { search, filter: v.picklist(HISTORY_FILTERS), ...rows },
    {
      topicOf: () => 'history' as const,
      shows: ({ rows }) => rows.map(({ peer }) => ({ kind: 'agent', jid: peer })),
      empty: { total: 0, first: 0, rows: [], isComplete: true },
    },
  ),
  /** The `last` entries; with `around`, so many before that position and as many from it on. */
  transcript: queryFor<TranscriptSlice>()(
    {
      sessionId,
      last: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5_000)),
      around: v.exactOptional(v.pipe(v.number(), v.minValue(1))),
    },
    { topicOf: ({ sessionId }) => `transcript ${sessionId}` as const, empty: { entries: [], hasEarlier: false } },
  ),
  /** What the agent has typed in a session and not sent. */
  draft: queryFor<DraftSlice>()(
    { sessionId },
    { topicOf: ({ sessionId }) => `draft ${sessionId}` as const, empty: { text: '', writer: '' } },
  ),
} as const;
