import type { PageBrings } from '../client/client-wire.ts';
import type { PageEnd } from '../client/page-end.ts';
import type { ContactsOption } from './contacts-option.ts';
import type { TelephonyOption } from './telephony-option.ts';
import type { GetToken } from './token-option.ts';

/** What a page brings by functions of its own, which it is asked by as long as it is open. */
export interface PageFunctions {
  /** As `getToken` of `openWorkspace`. */
  readonly getToken?: GetToken;
  /** As `contacts` of `openWorkspace`. */
  readonly contacts?: ContactsOption;
  /** As `telephony` of `openWorkspace`, for the interactions that this page has open. */
  readonly telephony?: TelephonyOption;
}

/** What the page says that it brings, when it connects. */
export function bringsOf({ getToken, contacts, telephony }: PageFunctions): PageBrings {
  const addressOf = (name: 'service' | 'directory') => {
    const given = contacts && name in contacts ? (Reflect.get(contacts, name) as string | URL | undefined) : undefined;
    return given && { [name]: new URL(given, document.baseURI).href };
  };
  return {
    ...(getToken && { getToken: true }),
    ...(contacts && { contacts: { ...addressOf('service'), ...addressOf('directory') } }),
    ...(telephony && { telephony: true }),
  };
}

/** The function that the page is asked for by its name. */
export function broughtBy({ getToken, contacts, telephony }: PageFunctions): (name: string) => unknown {
  return (asked) => {
    const [of, name = ''] = asked.split('.');
    const owner: object | undefined = of === 'telephony' ? telephony : contacts && 'source' in contacts ? contacts.source : contacts;
    const found: unknown = of === 'getToken' ? getToken : owner && Reflect.get(owner, name);
    return typeof found === 'function' ? (found.bind(owner) as unknown) : undefined;
  };
}

/** Tells how the page's calls stand. */
export function followCalls(client: PageEnd, { telephony }: PageFunctions): void {
  telephony?.onStateChange?.((id, state) => client.say('noteCallState', id, state));
}
