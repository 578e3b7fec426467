import type { CommandResult } from '../../channel/contract.ts';
import { DONE } from '../../channel/feature.ts';
import { StorageError } from '../../storage/database.ts';
import type { Journal } from '../../storage/journal.ts';
import type { AccountCommand } from './features.ts';

/**
 * What is done on a full disk at once, and stored when there is room: what concerns only this moment, or must be possible at any time, as ending a call.
 * Every other command is refused, so that nobody takes for done what the next start knows nothing of.
 */
const ADMITTED = [
  'setStatus',
  'reconnect',
  'setTyping',
  'saveDraft',
  'display',
  'dismissNotification',
  'rejectCall',
  'endCall',
  'hold',
  'retrieve',
  'muteCall',
  'retryMicrophone',
] as const satisfies readonly AccountCommand[];

/** Does the work of a command, as far as the disk has room for it. One at which the disk turns out to be full is answered when there is room again. */
export async function doWithRoom(
  name: AccountCommand,
  journal: Pick<Journal, 'isFull' | 'hasRoom' | 'whileRoom'>,
  work: () => Promise<CommandResult>,
): Promise<CommandResult> {
  try {
    if ((ADMITTED as readonly string[]).includes(name)) return (await journal.whileRoom(work())) ?? DONE;
    if (journal.isFull && !(await journal.hasRoom())) return { refused: 'storage-failed', problem: 'storage-full' };
    return await work();
  } catch (error) {
    if (error instanceof StorageError) return { refused: 'storage-failed', problem: error.problem };
    throw error;
  }
}
