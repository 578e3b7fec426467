import * as v from 'valibot';

const consultation = v.object({
  sessionId: v.string(),
  peer: v.string(),
  state: v.picklist(['started', 'accepted', 'ended', 'done']),
  transcript: v.array(v.object({ at: v.number(), author: v.string(), text: v.string() })),
});
const work = v.object({
  open: v.array(v.string()),
  done: v.array(v.string()),
  consultations: v.record(v.string(), v.array(consultation)),
  /** The case-data values that the agent has changed, by item and key. */
  caseData: v.record(v.string(), v.record(v.string(), v.string())),
});

/** A consultation about a work item, as Backchannel has reported it. */
export type KeptConsultation = v.InferOutput<typeof consultation>;

/** The agent's work as this CRM stores it, by the items' ids. A real CRM has a database for it. */
export type KeptWork = v.InferOutput<typeof work>;

export const NO_WORK: KeptWork = { open: [], done: [], consultations: {}, caseData: {} };

const keyOf = (jid: string) => `crm of ${jid}`;

export function readWork(jid: string): KeptWork {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), work), localStorage.getItem(keyOf(jid)));
  return parsed.success ? parsed.output : NO_WORK;
}

export function keepWork(jid: string, kept: KeptWork): void {
  localStorage.setItem(keyOf(jid), JSON.stringify(kept));
}
