/*
 * WebSockets that end in this page, in place of a network. It has to be loaded before StanzaJS, which takes the WebSocket that it finds.
 * Whatever imports both has to import this module first.
 */

/** Frames are delivered as a browser does: each in a task of its own, in order. */
const tasks: (() => void)[] = [];
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => tasks.shift()?.();
function asTask(work: () => void): void {
  tasks.push(work);
  port2.postMessage(null);
}

/** The server's side of one connection. */
export class Line {
  /** Called when a frame of the client has come. */
  onFrame: (frame: string) => void = () => undefined;
  /** Called when the connection is over, whoever ended it. */
  onClose: () => void = () => undefined;
  #held: string[] | undefined;

  constructor(private readonly socket: MemorySocket) {}

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  /** Sends a frame, whatever is in it. */
  send(frame: string): void {
    if (this.#held) this.#held.push(frame);
    else this.socket.deliver(frame);
  }

  /** Keeps what is sent from now on on its way until `release`. */
  hold(): void {
    this.#held ??= [];
  }

  /**
   * Delivers what was held.
   * @param order Gives the order of the frames. By default it is that of sending, which XMPP keeps but a test may not
   */
  release(order: (frames: string[]) => readonly string[] = (frames) => frames): void {
    const frames = this.#held ?? [];
    this.#held = undefined;
    for (const frame of order(frames)) this.send(frame);
  }

  /** Calls the listener when the connection is over, or at once if it is already. */
  whenClosed(listener: () => void): void {
    if (this.socket.readyState === WebSocket.CLOSED) listener();
    else this.socket.whenClosed.push(listener);
  }

  /** Cuts the connection. What is on its way in either direction is lost. @param code The close code (RFC 6455 7.4.1) */
  cut(code?: number): void {
    this.socket.end(false, code);
  }
}

type Accept = (line: Line) => void;

class MemorySocket {
  readyState: number = WebSocket.CONNECTING;
  onopen: (() => void) | null = null;
  onmessage: ((event: { readonly data: string }) => void) | null = null;
  onclose: ((event: { readonly wasClean: boolean; readonly code: number }) => void) | null = null;
  onerror: ((event: unknown) => void) | null = null;
  readonly whenClosed: (() => void)[] = [];
  readonly #line = new Line(this);

  constructor(accept: Accept, isInReach: boolean) {
    if (!isInReach) return;
    asTask(() => {
      if (this.readyState !== WebSocket.CONNECTING) return;
      this.readyState = WebSocket.OPEN;
      accept(this.#line);
      this.onopen?.();
    });
  }

  send(frame: string): void {
    asTask(() => this.readyState === WebSocket.OPEN && this.#line.onFrame(frame));
  }

  close(): void {
    if (this.readyState === WebSocket.CLOSED || this.readyState === WebSocket.CLOSING) return;
    this.readyState = WebSocket.CLOSING;
    asTask(() => this.end(true));
  }

  deliver(frame: string): void {
    asTask(() => this.readyState === WebSocket.OPEN && this.onmessage?.({ data: frame }));
  }

  end(wasClean: boolean, code = wasClean ? 1005 : 1006): void {
    if (this.readyState === WebSocket.CLOSED) return;
    this.readyState = WebSocket.CLOSED;
    asTask(() => {
      this.onclose?.({ wasClean, code });
      this.#line.onClose();
      for (const listener of this.whenClosed.splice(0)) listener();
    });
  }
}

const listeners = new Map<string, Accept>();
/** Addresses at which connections neither come about nor fail, as where packets are lost. */
export const outOfReach = new Set<string>();

/** Takes the connections to an address. @returns a function that ends this, after which nobody answers there */
export function listenAt(address: string, accept: Accept): () => void {
  listeners.set(address, accept);
  return () => void listeners.delete(address);
}

const Real = globalThis.WebSocket;
globalThis.WebSocket = new Proxy(Real, {
  construct(_target, args: [string, string?]) {
    const accept = listeners.get(args[0]);
    return accept ? new MemorySocket(accept, !outOfReach.has(args[0])) : new Real(...args);
  },
});
