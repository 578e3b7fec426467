import type { RecordId } from '../../model/contact/consultation-record.ts';
import { firstSlice } from '../../channel/first-slice.ts';
import type { Workspace } from '../../channel/workspace.ts';
import { saveJson } from '../kit/save-file.ts';

/** Saves these records, or all, as one file (docs/consultation-records.md). @returns how many there are in it; without any nothing is saved */
export async function saveRecords(workspace: Workspace, records?: readonly RecordId[]): Promise<number> {
  const exported = await firstSlice(workspace, {
    kind: 'record-export',
    ...(records ? { records: records.map(({ sessionId, contactId }) => ({ sessionId, contactId })) } : {}),
  });
  if (exported.records.length > 0) saveJson(`backchannel-records-${exported.exportedAt.slice(0, 10)}.json`, exported);
  return exported.records.length;
}
