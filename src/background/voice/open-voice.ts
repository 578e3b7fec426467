import { getCalls } from '../../storage/call-store.ts';
import type { VoiceOptions } from './call-runner.ts';
import { Calls } from './calls.ts';
import { Voice } from './voice.ts';

/** An account's calls, as they are stored. */
export async function openVoice(options: VoiceOptions): Promise<Voice> {
  await options.journal.flushIfRoom();
  const { database, journal, changes, now } = options;
  return new Voice(options, new Calls(await getCalls(database), journal, changes, now));
}
