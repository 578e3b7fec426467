import type { ContactGuess } from '../../model/interaction.ts';
import type { ContactLookUp, ContactSource } from './contact-source.ts';

/** A contact service that doesn't answer by then holds nothing up. */
const LOOK_UP_MS = 15_000;

/**
 * Who may be calling: the one contact that has the number, or, where nobody or more than one has, the one of that name. Among several
 * nobody is guessed. Both are the caller's own words, so that even the one is for the agent to confirm.
 */
export async function lookUpContact(source: ContactSource, { number, name }: { readonly number: string; readonly name: string }): Promise<ContactGuess | undefined> {
  const signal = AbortSignal.timeout(LOOK_UP_MS);
  const digits = number.replace(/\D/g, '');
  const questions: ContactLookUp[] = [...(digits === '' ? [] : [{ number: digits }]), ...(name === '' ? [] : [{ name }])];
  for (const question of questions) {
    const [found, ...others] = await source.findContacts(question, { signal }).catch(() => []);
    if (found?.id !== undefined && others.length === 0) return { id: found.id, name: found.name, by: 'number' in question ? 'number' : 'name' };
  }
  return undefined;
}
