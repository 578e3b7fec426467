import type { CommandResult } from '../../channel/contract.ts';
import { DONE } from '../../channel/feature.ts';
import type { Journal } from '../../storage/journal.ts';
import type { AccountCommand } from './desk/open-desk.ts';

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

/**
 * Does the work of a command on a full disk, unless there is room by now. Loaded when a command comes on one. The command at which the disk turned out to be
 * full was begun before, and is answered when there is room.
 */
export async function doOnFullDisk(
  name: AccountCommand,
  journal: Pick<Journal, 'hasRoom' | 'whileRoom'>,
  work: () => Promise<CommandResult>,
): Promise<CommandResult> {
  if ((ADMITTED as readonly string[]).includes(name)) return (await journal.whileRoom(work())) ?? DONE;
  return (await journal.hasRoom()) ? work() : { refused: 'storage-failed', problem: 'storage-full' };
}
