import { maskCardNumbers } from '../text/card-numbers.ts';
import type { CaseField } from '../interaction/case-data.ts';
import type { HistoryMedium, HistoryStatus } from './contact.ts';
import type { ImSession, TranscriptEntry } from '../session/im-session.ts';
import { cutText } from '../text/cut-text.ts';
import { withinTimes } from '../timestamp.ts';

/** A consultation as it stands in the contact's history. Times are milliseconds since the epoch. */
export interface FinishedConsultation {
  readonly medium: HistoryMedium;
  readonly subject: string;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly status: HistoryStatus;
  readonly outcome: string;
  readonly caseData: readonly Pick<CaseField, 'key' | 'type' | 'value'>[];
  readonly transcript: readonly { readonly at: number; readonly author: string; readonly text: string }[];
}

/** Bounds of the contract (docs/contact-service.openapi.yaml, `FinishedInteraction`); its body is 1 MiB at most. */
const MAX_SUBJECT_LENGTH = 500;
const MAX_TEXT_LENGTH = 10_000;
const MAX_ENTRIES = 5_000;
const MAX_TRANSCRIPT_BYTES = 700_000;
/** The longest consultation that is appended: a session may stay open over a weekend. */
const MAX_LENGTH_MS = 31 * 24 * 60 * 60 * 1000;
/** How many bytes an entry takes beside author and text. */
const ENTRY_BYTES = 60;

/**
 * What is appended to the contact's history; undefined for a consultation that never came about. Card numbers are masked, in what was
 * said too: a history is kept for years. Of a very long transcript the beginning is left out.
 */
export function finishedConsultation(
  session: ImSession,
  caseData: FinishedConsultation['caseData'],
  entries: readonly TranscriptEntry[],
  nameOf: (jid: string) => string,
  now: number,
): FinishedConsultation | undefined {
  const { state, initialMessage = '', parent } = session;
  if (state.status !== 'ended' || state.since === undefined) return undefined;
  const subject = maskCardNumbers(initialMessage.trim().split('\n')[0] ?? '') || (parent?.contactName ?? '');
  return withBoundedTimes(
    {
      medium: 'im',
      subject: cutText(subject, MAX_SUBJECT_LENGTH),
      startedAt: state.since,
      endedAt: state.at,
      status: 'done',
      outcome: 'Consulted',
      caseData: caseData.filter(({ key }) => key !== '').map(({ key, type, value }) => ({ key, type, value })),
      transcript: lastThatFit(
        entries.flatMap((entry) =>
          entry.kind === 'message'
            ? partsOf(maskCardNumbers(entry.body)).map((text) => ({
                at: entry.at,
                author: cutText(nameOf(entry.from), 200) || entry.from,
                text,
              }))
            : [],
        ),
      ),
    },
    now,
  );
}

/**
 * The record with times that a service accepts: it starts before it ends, it ends before now, it is no longer than `MAX_LENGTH_MS`, and all that was
 * said lies within it. Applied to its own result it changes nothing.
 */
export function withBoundedTimes(finished: FinishedConsultation, now: number): FinishedConsultation {
  const endedAt = withinTimes(finished.endedAt, 0, now);
  const startedAt = withinTimes(finished.startedAt, Math.max(0, endedAt - MAX_LENGTH_MS), endedAt);
  return {
    ...finished,
    startedAt,
    endedAt,
    transcript: finished.transcript.map((entry) => ({ ...entry, at: withinTimes(entry.at, startedAt, Math.max(endedAt, now)) })),
  };
}

/** A text in parts that the contract takes. */
function partsOf(text: string): readonly string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== ''; rest = rest.slice(parts.at(-1)?.length)) parts.push(cutText(rest, MAX_TEXT_LENGTH));
  return parts;
}

function lastThatFit(transcript: FinishedConsultation['transcript']): FinishedConsultation['transcript'] {
  let first = transcript.length;
  let bytes = 0;
  for (; first > 0 && transcript.length - first < MAX_ENTRIES; first -= 1) {
    const entry = transcript[first - 1];
    // As JSON in UTF-8: at most three bytes a unit, six where it is escaped.
    bytes += ENTRY_BYTES + new TextEncoder().encode(JSON.stringify([entry?.author, entry?.text])).length;
    if (bytes > MAX_TRANSCRIPT_BYTES) break;
  }
  return transcript.slice(first);
}
