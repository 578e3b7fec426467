import type { PageAnswer, PageCall } from '../channel/page-contacts.ts';

/**
 * Asks a page for something of its contacts.
 * @param owner The page's own source, or what has its `getToken` and nothing else that may be called
 */
export async function callContacts(owner: object, isSource: boolean, name: PageCall, inputs: readonly unknown[]): Promise<PageAnswer> {
  try {
    const call: unknown = isSource || name === 'getToken' ? Reflect.get(owner, name) : undefined;
    if (typeof call !== 'function') return { value: undefined };
    const value: unknown = await Reflect.apply(call, owner, inputs);
    // The value is made JSON, so that it can cross the channel whatever the page's source gives.
    return { value: value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown) };
  } catch (error) {
    return { problem: typeof error === 'object' && error !== null && 'problem' in error ? String(error.problem) : undefined };
  }
}
