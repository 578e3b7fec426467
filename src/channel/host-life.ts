import type { ChannelPort } from './rpc.ts';
import { randomId } from './random-id.ts';

/*
 * How a page learns that its session host has died. A host whose process crashes can't say so, and a MessagePort doesn't tell in every browser
 * (docs/browsers.md). But the browser gives back the Web Locks of whoever dies: the host holds one, whose name it tells each view, and the view waits
 * for it. No message has to go back and forth for that.
 */

/** The host's first message to a view begins with this. The name of the lock follows, which the host holds as long as it lives. */
const LIFE = 'backchannel:life ';

/** To be called where a host begins. @returns what tells a view of the host's life */
export function beginLife(locks: LockManager | undefined = navigator.locks): (port: MessagePort) => void {
  // Pages that were loaded without encryption have no locks. Their host can say that it lives, but not that it dies.
  if (!locks) return (port) => port.postMessage(LIFE);
  const name = `backchannel host ${randomId()}`;
  const held = new Promise<void>((resolve) => {
    void locks.request(name, () => {
      resolve();
      // The lock is never given back by the host itself.
      return new Promise<never>(() => undefined);
    });
  });
  return (port) => void held.then(() => port.postMessage(`${LIFE}${name}`));
}

/**
 * How long a host may say nothing at first. One that lives tells of its life at once; a browser that is busy may connect a page to a host that has
 * just died, and nothing will ever come from that.
 */
const SILENT_MS = 5_000;

/** The channel to a host that tells of its life. It closes when the host dies, or is dead already. */
export function watchLife(channel: ChannelPort, silentMs = SILENT_MS): ChannelPort {
  const leaving = new AbortController();
  const dead = new AbortController();
  const silence = setTimeout(() => dead.abort(), silentMs);
  leaving.signal.addEventListener('abort', () => clearTimeout(silence));
  dead.signal.addEventListener('abort', () => channel.close());
  channel.onClose(() => leaving.abort());
  const watch = (name: string) => {
    if (name === '') return;
    const die = () => dead.abort();
    // The wait ends without the lock when this page has left the host.
    navigator.locks.request(name, { signal: leaving.signal }, die).catch(() => undefined);
  };
  return {
    post: (message) => channel.post(message),
    onMessage(handler) {
      channel.onMessage((message) => {
        clearTimeout(silence);
        if (typeof message === 'string' && message.startsWith(LIFE)) watch(message.slice(LIFE.length));
        else handler(message);
      });
    },
    onClose(handler) {
      channel.onClose(handler);
      dead.signal.addEventListener('abort', handler);
    },
    close() {
      leaving.abort();
      channel.close();
    },
  };
}
