/** How long a connection waits for a stream that takes it. Reading what is stored takes less. */
const WAITS_MS = 5_000;

/** The connection that was begun early, until it is taken. */
let early: WebSocket | undefined;
let earlyUrl: string | undefined;

/**
 * Begins to connect to a server (RFC 7395) before there is a stream for it, because that takes round trips in which what is stored can be read. Nothing is
 * said on it, by us or by the server, until a stream takes it.
 * @param service One address, or several with spaces between them, of which the first is connected to
 */
export function connectEarly(service: string): void {
  early?.close();
  [earlyUrl] = service.split(' ');
  try {
    const socket = (early = open(earlyUrl));
    setTimeout(() => early === socket && socket.close(), WAITS_MS);
  } catch {
    // Whoever connects in earnest is told why that can't be done.
    early = undefined;
  }
}

/** A connection to the server: the one that was begun early, if it is to this address and hasn't failed. */
export function takeSocket(url: string | undefined): WebSocket {
  const socket = early;
  if (!socket || url !== earlyUrl || socket.readyState > WebSocket.OPEN) return open(url);
  early = undefined;
  return socket;
}

function open(url = ''): WebSocket {
  return new WebSocket(url, 'xmpp');
}
