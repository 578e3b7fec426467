import { type ExportedRecord, RECORD_REFUSALS, type RecordRefusal, type UnsentRecord } from '../../../model/contact/consultation-record.ts';
import type { ContactProblem } from '../../../model/contact/contact.ts';
import { type FinishedConsultation, withBoundedTimes } from '../../../model/contact/finished-consultation.ts';
import type { SharedContact } from '../../../storage/shared-contact-store.ts';
import { writeFinished } from '../source/contact-answers.ts';
import type { ContactFailure } from '../source/contact-source.ts';

type Finished = SharedContact & { readonly finished: FinishedConsultation };

/** Whether there is a record of the consultation that the service hasn't taken. */
export function isUnsent(shared: SharedContact): shared is Finished {
  return Boolean(shared.finished);
}

/** A record as lists show it. */
export function unsentRecord(
  shared: Finished,
  {
    nameOf,
    problem,
    isTrying,
  }: { readonly nameOf: (jid: string) => string; readonly problem: ContactProblem | undefined; readonly isTrying: boolean },
): UnsentRecord {
  const { sessionId, contactId, contactName = '', peer = shared.agent, refusal, finished } = shared;
  const { subject, startedAt, endedAt } = finished;
  return {
    sessionId,
    contactId,
    contactName,
    subject,
    peerName: peer === undefined ? '' : nameOf(peer),
    startedAt,
    endedAt,
    ...(refusal ? { refusal } : problem ? { problem } : {}),
    isTrying,
  };
}

/** A record with all that the service would be given. */
export function exportedRecord(
  { sessionId, contactId, contactName = '', agent, peer = agent, refusal, finished }: Finished,
  now: number,
): ExportedRecord {
  return {
    contactId,
    contactName,
    interactionId: sessionId,
    ...(peer === undefined ? {} : { consulted: peer }),
    ...(refusal ? { refusal: exportedRefusal(refusal) } : {}),
    interaction: writeFinished(withBoundedTimes(finished, now)),
  };
}

function exportedRefusal({ reason, at, status, detail }: RecordRefusal): ExportedRecord['refusal'] {
  return {
    reason,
    at: new Date(at).toISOString(),
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** What a refusal for good means for the record. */
export function refusalFor({ problem, status, detail }: ContactFailure, at: number): Omit<RecordRefusal, 'isTold'> {
  const reason = RECORD_REFUSALS.find((one) => one === problem) ?? 'failed';
  return { reason, at, ...(status === undefined ? {} : { status }), ...(detail === undefined ? {} : { detail }) };
}
