import { deleteDB } from 'idb';
import { getLeftData, isHeldElsewhere, strikeDatabase, strikeElsewhere } from './account-register.ts';
import { forgetOftenUsedEmojis } from './often-used-emojis.ts';

/** How long others may take to close a database that is to be deleted. Our own hosts close theirs at once. */
const BLOCKED_MS = 2_000;

/**
 * Deletes what agents who have left a profile left behind. What somebody holds open is deleted by the browser as soon as they let go; until it
 * is, the register says so, and the next start tries again.
 * @param forgetElsewhere Forgets what is kept of an agent outside of these databases
 * @throws StorageError
 */
export async function deleteLeftData(profile: string, forgetElsewhere: () => Promise<void>): Promise<void> {
  const { names, isKeptElsewhere } = await getLeftData(profile);
  const forgetting = isKeptElsewhere
    ? Promise.all([forgetElsewhere(), forgetOftenUsedEmojis()]).then(() => strikeElsewhere(profile))
    : undefined;
  // All are tried, also if one fails. What fails stays in the register.
  await Promise.all([forgetting?.catch(triedAgainNextTime), ...names.map((name) => deleteOne(profile, name))]);
}

async function deleteOne(profile: string, name: string): Promise<void> {
  if (await isHeldElsewhere(profile, name)) return strikeDatabase(profile, name);
  const deleting = deleteDB(name).then(() => strikeDatabase(profile, name));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<void>((resolve) => (timer = setTimeout(resolve, BLOCKED_MS)));
  await Promise.race([deleting.catch(triedAgainNextTime), tooLong]);
  clearTimeout(timer);
}

/** It couldn't be deleted now. The register still has it, so that the next start tries again. */
function triedAgainNextTime(): void {}
