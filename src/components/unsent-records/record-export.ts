import type { RecordExport, RecordId } from '../../model/contact/consultation-record.ts';
import type { Workspace } from '../../channel/workspace.ts';

/** Longer than any browser takes to begin saving it. */
const KEPT_MS = 60_000;

/** Saves these records, or all, as one file (docs/consultation-records.md). @returns how many there are in it; without any nothing is saved */
export async function saveRecords(workspace: Workspace, records?: readonly RecordId[]): Promise<number> {
  const exported = await new Promise<RecordExport>((resolve) => {
    const stop = workspace.subscribe({ kind: 'record-export', ...(records ? { records: records.map(({ sessionId, contactId }) => ({ sessionId, contactId })) } : {}) }, (slice) => {
      stop();
      resolve(slice);
    });
  });
  if (exported.records.length > 0) save(`backchannel-records-${exported.exportedAt.slice(0, 10)}.json`, `${JSON.stringify(exported, null, 2)}\n`);
  return exported.records.length;
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
