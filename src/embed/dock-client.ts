import type { BackchannelClient } from '../client/backchannel-client.ts';
import { WIRE_VERSION } from '../client/client-wire.ts';
import { PageEnd } from '../client/page-end.ts';
import { bringsOf, broughtBy, followCalls, type PageFunctions } from './page-brings.ts';

export type * from '../client/client-types.ts';
export { BackchannelError } from '../client/client-error.ts';
export type { TelephonyOption } from './telephony-option.ts';

/** How long the dock may take to answer before `ready` says that there is none. */
const WITHIN_MS = 10_000;

export type DockOptions = Pick<PageFunctions, 'telephony'>;

/**
 * Gives the client by which a page works with the dock that the extension adds to it. Where there is no dock yet, the client goes on as soon as there is one. A
 * page has one; another one ends the first as `replaced`.
 */
export function openDock(options: DockOptions = {}): BackchannelClient {
  const key = crypto.randomUUID();
  const dispatch = (name: string, detail: object) =>
    void document.dispatchEvent(new CustomEvent(`backchannel:${name}`, { detail: { client: key, ...detail } }));
  const connect = () => dispatch('connect-client', { version: WIRE_VERSION, brings: bringsOf(options) });
  const listening = new AbortController();
  const client = new PageEnd({
    post: (message) => dispatch('client-message', { message }),
    brought: broughtBy(options),
    setView: (view) => view,
    end: () => {
      clearTimeout(late);
      listening.abort();
      dispatch('disconnect-client', {});
    },
  });
  const late = setTimeout(() => client.notReady('dock-not-found'), WITHIN_MS);
  const listen = (name: string, heard: (detail: { readonly client?: string; readonly message?: string }) => void) =>
    document.addEventListener(`backchannel:${name}`, (event) => heard((event as CustomEvent).detail), listening);
  listen('client-answer', (detail) => detail.client === key && client.receive(detail.message));
  // The dock has appeared, or its background has begun anew; one that knows this client does nothing.
  listen('ready', connect);
  connect();
  followCalls(client, options);
  return client;
}
