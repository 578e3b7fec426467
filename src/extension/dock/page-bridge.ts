import { type FromDock, maxJsonLengthOf } from './dock-messages.ts';

const PREFIX = 'backchannel:';
/** The events that pages may ask by. The background checks them again. */
const REQUESTS = [
  'hello',
  'open-im',
  'open-interaction',
  'update-interaction',
  'close-interaction',
  'take-event',
  'offer-telephony',
  'telephony-result',
  'connect-client',
  'client-message',
  'disconnect-client',
];
/** How many requests may wait for a background that was stopped. */
const MAX_WAITING = 100;

/** Firefox's: makes an object of the page's own world, because a page can't read one of the content script's. */
declare const cloneInto: ((value: object, target: Window) => object) | undefined;

type Request = Extract<FromDock, { type: 'request' }>;

/** Carries `backchannel:*` events between the page's document and the background (docs/embedding-dock.md). */
export class PageBridge {
  readonly #waiting = new Map<number, Request>();
  readonly #listening = new AbortController();
  #lastRequest = 0;

  constructor(private readonly post: (message: Request) => void) {
    for (const name of REQUESTS) document.addEventListener(PREFIX + name, (event) => this.#pass(name, event), this.#listening);
  }

  /** Sends the requests again that have got no answer, to a background that has just come back. */
  repeat(): void {
    for (const request of this.#waiting.values()) this.post(request);
  }

  /** The background has dealt with a request. */
  forget(request: number): void {
    this.#waiting.delete(request);
  }

  /** Dispatches an event in the page. The page can make such an event itself, but fools nobody except itself. */
  tell(name: string, detail: object): void {
    const forPage = typeof cloneInto === 'function' ? cloneInto(detail, window) : detail;
    document.dispatchEvent(new CustomEvent(PREFIX + name, { detail: forPage }));
  }

  stop(): void {
    this.#listening.abort();
  }

  #pass(name: string, event: Event): void {
    const json = jsonOf(event);
    if (json === undefined) return;
    if (json.length > maxJsonLengthOf(name)) return this.#refuse(json, 'too-large');
    if (this.#waiting.size >= MAX_WAITING) return this.#refuse(json, 'too-many-requests');
    const request: Request = { type: 'request', request: (this.#lastRequest += 1), name, json };
    this.#waiting.set(request.request, request);
    this.post(request);
  }

  /** Tells the page that its request is refused, if the request has an id. */
  #refuse(json: string, refused: string): void {
    const detail: unknown = JSON.parse(json);
    const requestId = typeof detail === 'object' && detail !== null && 'requestId' in detail ? detail.requestId : undefined;
    if (typeof requestId === 'string' && requestId.length <= 100) this.tell('result', { requestId, refused });
  }
}

/** The detail as JSON, so that no object of the page's goes further. */
function jsonOf(event: Event): string | undefined {
  try {
    return JSON.stringify(event instanceof CustomEvent ? event.detail : null) ?? 'null';
  } catch {
    // The detail can't be made JSON: it has a circle, a BigInt, or a getter that throws.
    return undefined;
  }
}
