import type { BackchannelClient } from '../client/backchannel-client.ts';
import { CONNECT, WIRE_VERSION } from '../client/client-wire.ts';
import { PageEnd } from '../client/page-end.ts';
import { placePanel } from '../client/panel.ts';
import { bringsOf, broughtBy, followCalls, type PageFunctions } from './page-brings.ts';

export type * from '../client/client-types.ts';
export { BackchannelError } from '../client/client-error.ts';
export type { ContactsOption, ContactSource } from './contacts-option.ts';
export type { TelephonyOption } from './telephony-option.ts';
export type { GetToken } from './token-option.ts';

/** How long the frame may take to take the page. */
const WITHIN_MS = 15_000;

export interface FrameOptions extends PageFunctions {
  /** The address of the deployment's `frame.html`, when it isn't beside this module. */
  readonly url?: string | URL;
  /** Where the frame is put; a panel at the page's end if it is absent. */
  readonly container?: Element;
  /** What the frame is called, for screen readers. */
  readonly title?: string;
}

/**
 * Shows the agent's desk in a frame of the deployment's own origin, which the page can't read, and gives the client by which the page works with it. The
 * deployment's list says which origins the frame takes, and what it does for each.
 */
export function openFrame({
  url = new URL('./frame.html', import.meta.url),
  container,
  title = 'Backchannel',
  ...functions
}: FrameOptions = {}): BackchannelClient {
  const frame = document.createElement('iframe');
  const { port1, port2 } = new MessageChannel();
  const client = new PageEnd({
    post: (message) => port1.postMessage(message),
    brought: broughtBy(functions),
    setView: ({ panel, ...rest }) => {
      if (panel) placePanel(frame, panel);
      return rest;
    },
    end: () => {
      clearTimeout(late);
      port1.close();
      frame.remove();
    },
  });
  const late = setTimeout(() => client.fail('frame-not-found'), WITHIN_MS);
  port1.onmessage = ({ data }) => {
    clearTimeout(late);
    client.receive(data);
  };
  const address = new URL(url, document.baseURI);
  frame.title = title;
  frame.allow = 'microphone; autoplay; clipboard-write; storage-access';
  frame.src = address.href;
  frame.style.border = '0';
  // The browser hands the port to a document of this origin only, so that no other one that the frame may show speaks for it.
  frame.onload = () => {
    frame.onload = () => client.fail('frame-not-found');
    frame.contentWindow?.postMessage({ type: CONNECT, version: WIRE_VERSION, brings: bringsOf(functions) }, address.origin, [port2]);
  };
  if (!container) placePanel(frame, { isOpen: true, side: 'end', size: 360 });
  else frame.style.inlineSize = frame.style.blockSize = '100%';
  (container ?? document.body).append(frame);
  followCalls(client, functions);
  return client;
}
