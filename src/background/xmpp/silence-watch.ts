import type { Agent } from 'stanza';

/** A server that has said nothing for so long is asked whether it is there. */
const ASK_AFTER_MS = 15_000;
/** So long it may take to say anything. Until then a server that hangs is taken for one that has nothing to say. */
const ANSWER_MS = 5_000;

/**
 * Calls back, once, when the server says nothing any more, while the connection stays open: it hangs, or the network is gone. Whatever comes is a sign of
 * life, so that an answer may wait behind much else on a slow line. @returns a function that ends the watch
 */
export function watchSilence(client: Pick<Agent, 'on' | 'off' | 'ping' | 'sm'>, onSilent: () => void): () => void {
  let heardAt = performance.now();
  let isAsked = false;
  const hear = () => {
    heardAt = performance.now();
    isAsked = false;
  };
  const look = () => {
    const silentMs = performance.now() - heardAt;
    if (silentMs < ASK_AFTER_MS) return wait(ASK_AFTER_MS - silentMs);
    if (isAsked) return onSilent();
    isAsked = true;
    // A request for an acknowledgement (XEP-0198 4) isn't counted itself, so that nothing has to be stored for it.
    if (client.sm.started) client.sm.request();
    else client.ping().catch(() => undefined /* An error is an answer too. */);
    wait(ANSWER_MS);
  };
  let timer: ReturnType<typeof setTimeout>;
  const wait = (ms: number) => (timer = setTimeout(look, ms));
  wait(ASK_AFTER_MS);
  client.on('stream:data', hear);
  return () => {
    clearTimeout(timer);
    client.off('stream:data', hear);
  };
}
