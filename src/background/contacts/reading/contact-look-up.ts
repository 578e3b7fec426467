import type { ContactGuess } from '../../../model/interaction/interaction.ts';
import type { ContactLookUp, ContactSource } from '../source/contact-source.ts';

/** How long a look-up may take. After that the call goes on without a guess. */
const LOOK_UP_MS = 15_000;

/**
 * Guesses which contact is calling. It is the only contact that has the number. If nobody has it, or several have, it is the only contact of that
 * name; if there is more than one of that name too, nobody is guessed. Number and name are the caller's own words, so that the agent has to confirm
 * the guess.
 * @param onFailed Called when the contact service couldn't be asked, so that there may be a guess which isn't made
 */
export async function lookUpContact(
  source: ContactSource,
  { number, name }: { readonly number: string; readonly name: string },
  onFailed: () => void,
): Promise<ContactGuess | undefined> {
  const signal = AbortSignal.timeout(LOOK_UP_MS);
  const digits = number.replace(/\D/g, '');
  const questions: ContactLookUp[] = [...(digits === '' ? [] : [{ number: digits }]), ...(name === '' ? [] : [{ name }])];
  for (const question of questions) {
    const [found, ...others] = await source.findContacts(question, { signal }).catch(() => {
      onFailed();
      return [];
    });
    if (found?.id !== undefined && others.length === 0)
      return { id: found.id, name: found.name, by: 'number' in question ? 'number' : 'name' };
  }
  return undefined;
}
