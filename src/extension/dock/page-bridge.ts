import { type FromDock, maxJsonLengthOf } from './dock-messages.ts';

const PREFIX = 'backchannel:';
/** What pages may ask for; the background checks it anew. */
const REQUESTS = ['hello', 'open-im', 'open-interaction', 'update-interaction', 'close-interaction', 'take-event', 'offer-telephony', 'telephony-result'];
/** Requests that wait for a background that was stopped. */
const MAX_WAITING = 100;

/** Firefox: makes an object of the page's own world, that it may read. */
declare const cloneInto: ((value: object, target: Window) => object) | undefined;

type Request = Extract<FromDock, { type: 'request' }>;

/** Carries `backchannel:*` events between the page's document and the background (docs/embedding.md). */
export class PageBridge {
  private readonly waiting = new Map<number, Request>();
  private readonly listening = new AbortController();
  private lastRequest = 0;

  constructor(private readonly post: (message: Request) => void) {
    for (const name of REQUESTS) document.addEventListener(PREFIX + name, (event) => this.pass(name, event), this.listening);
  }

  /** Gives again what has got no answer, to a background that has just come back. */
  repeat(): void {
    for (const request of this.waiting.values()) this.post(request);
  }

  /** The background has dealt with a request. */
  forget(request: number): void {
    this.waiting.delete(request);
  }

  /** Tells the page, which can make such an event itself: that fools nobody else. */
  tell(name: string, detail: object): void {
    const forPage = typeof cloneInto === 'function' ? cloneInto(detail, window) : detail;
    document.dispatchEvent(new CustomEvent(PREFIX + name, { detail: forPage }));
  }

  stop(): void {
    this.listening.abort();
  }

  private pass(name: string, event: Event): void {
    const json = jsonOf(event);
    if (json === undefined) return;
    if (json.length > maxJsonLengthOf(name)) return this.refuse(json, 'too-large');
    if (this.waiting.size >= MAX_WAITING) return this.refuse(json, 'too-many-requests');
    const request: Request = { type: 'request', request: (this.lastRequest += 1), name, json };
    this.waiting.set(request.request, request);
    this.post(request);
  }

  /** Says so to a page that says who asks. */
  private refuse(json: string, refused: string): void {
    const detail: unknown = JSON.parse(json);
    const requestId = typeof detail === 'object' && detail !== null && 'requestId' in detail ? detail.requestId : undefined;
    if (typeof requestId === 'string' && requestId.length <= 100) this.tell('result', { requestId, refused });
  }
}

/** The detail as text, so that nothing of the page's own objects goes further. */
function jsonOf(event: Event): string | undefined {
  try {
    return JSON.stringify(event instanceof CustomEvent ? event.detail : null) ?? 'null';
  } catch {
    // A circle, a BigInt, a getter that throws.
    return undefined;
  }
}
