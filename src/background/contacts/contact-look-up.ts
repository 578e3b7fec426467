import type { Contact } from '../../model/interaction.ts';
import type { ContactLookUp, ContactSource } from './contact-source.ts';

/** A contact service that doesn't answer by then holds nothing up. */
const LOOK_UP_MS = 15_000;

/**
 * Who calls, as far as the service can tell: the one contact that has the number, or, where nobody or more than one has, the one of that
 * name. A guess among several would show somebody else's history.
 */
export async function lookUpContact(source: ContactSource, { number, name }: { readonly number: string; readonly name: string }): Promise<Contact | undefined> {
  const signal = AbortSignal.timeout(LOOK_UP_MS);
  const digits = number.replace(/\D/g, '');
  const questions: ContactLookUp[] = [...(digits === '' ? [] : [{ number: digits }]), ...(name === '' ? [] : [{ name }])];
  for (const question of questions) {
    const found = await source.findContacts(question, { signal }).catch(() => []);
    if (found.length === 1) return found[0];
  }
  return undefined;
}
