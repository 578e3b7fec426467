import * as v from 'valibot';
import type { Runtime } from 'webextension-polyfill';
import { RemoteWorkspace } from '../../channel/remote-workspace.ts';
import { channelOfRuntimePort } from '../../channel/runtime-port.ts';
import { MediaHost } from '../../media-host/media-host.ts';
import type { InFront } from '../../media-host/microphone.ts';
import { isFromOwnPage } from '../own-page.ts';
import { ASK_FOR_MICROPHONE, STAY } from './sound-messages.ts';

/** Browsers stop a background that has been idle for half a minute; this is well within that time. */
const LOOK_EVERY_MS = 10_000;
/**
 * How long the port is kept after the last call, so that the next call needn't wait for it. A port that is kept for ever starts the background again
 * for ever.
 */
const REST_AFTER_MS = 60_000;

const soundMessage = v.object({ type: v.picklist([STAY, ASK_FOR_MICROPHONE]) });

/** The document that holds the calls' sound. */
export interface SoundPlace {
  /** Given where the document can bring itself to the front. */
  readonly inFront?: InFront;
  /** Milliseconds after the last call until it goes. */
  readonly staysMs: number;
  /** Closes the document. */
  leave(): Promise<void>;
}

/**
 * Holds the calls' sound in this document, because the background can't. It keeps the background awake while there is a call, closes its
 * port when there hasn't been one for a while, and closes itself some time later.
 * @returns the way to the background
 */
export function keepSound({ inFront, staysMs, leave }: SoundPlace): RemoteWorkspace {
  const host: { current?: MediaHost } = {};
  let lastUse = performance.now();
  const workspace = new RemoteWorkspace(() => channelOfRuntimePort(browser.runtime.connect()), {
    media: (events) => (host.current = new MediaHost(events, { ...(inFront && { inFront }) })),
  });

  browser.runtime.onMessage.addListener((message: unknown, sender: Runtime.MessageSender) => {
    const parsed = v.safeParse(soundMessage, message);
    if (!parsed.success || !isFromOwnPage(sender)) return undefined;
    if (parsed.output.type === STAY) {
      lastUse = performance.now();
      workspace.resume();
      return Promise.resolve(true);
    }
    return inFront && host.current?.isBusy ? host.current.retryMicrophone().then(() => true) : undefined;
  });

  setInterval(() => {
    const now = performance.now();
    if (host.current?.isBusy) {
      lastUse = now;
      workspace.stayAwake();
    } else if (now - lastUse > staysMs) {
      workspace.close();
      void leave();
    } else if (now - lastUse > REST_AFTER_MS) workspace.suspend();
  }, LOOK_EVERY_MS);
  return workspace;
}
