import type { PageAnswer, PageCall } from '../channel/page-contacts.ts';
import type { ContactsOption } from './contacts-option.ts';

/** Asks the page's own source of contacts, or for its token. */
export async function callContacts(option: ContactsOption, name: PageCall, inputs: readonly unknown[]): Promise<PageAnswer> {
  const isSource = 'source' in option;
  try {
    const call: unknown = isSource ? Reflect.get(option.source, name) : name === 'getToken' && option.getToken;
    if (typeof call !== 'function') return { value: undefined };
    const value: unknown = await Reflect.apply(call, isSource ? option.source : option, inputs);
    // The value is made JSON, so that it can cross the channel whatever the page's source gives.
    return { value: value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown) };
  } catch (error) {
    return { problem: typeof error === 'object' && error !== null && 'problem' in error ? String(error.problem) : undefined };
  }
}
