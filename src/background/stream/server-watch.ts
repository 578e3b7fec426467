import { pause, withTimeLimit } from '../time/waits.ts';

/** After this long without a connection, the server is asked more seldom, because nobody waits for each second any more. */
const OFTEN_FOR_MS = 10 * 60_000;
const SELDOM_MS = 10_000;
const TIMES = {
  askEveryMs: 1_500,
  /** Short, because the packets that open a connection are sent again ever more seldom: after 1 s, 3 s, 7 s. */
  answerTimeoutMs: 3_000,
} as const;
const REQUEST = { method: 'HEAD', mode: 'no-cors', cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' } as const;

/**
 * Watches, while there is no connection, for the server to come into reach again. It asks by HTTP at the WebSocket's own address, because
 * browsers make WebSockets wait that come after a dozen failed ones (docs/browsers.md). Where a page's policy (CSP) forbids the request, it
 * isn't made a second time, because each would be reported to the page's administrator.
 */
export class ServerWatch {
  #ending: AbortController | undefined;
  #isForbidden = false;

  /**
   * @param services The WebSocket's addresses. The server counts as back when one of them answers
   * @param onBack Called each time that the server answers again after it hadn't
   * @param times A test, whose machine may be slower than any server, has its own
   */
  constructor(
    private readonly services: readonly string[],
    private readonly onBack: () => void,
    private readonly times: Readonly<Record<keyof typeof TIMES, number>> = TIMES,
  ) {}

  start(): void {
    if (this.#ending || this.#isForbidden) return;
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    const noteViolation = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
      if (effectiveDirective !== 'connect-src' || !blockedURI.startsWith('http')) return;
      this.#isForbidden = true;
      this.stop();
    };
    // Pages and workers both have this event, but TypeScript doesn't list it for their common global scope.
    globalThis.addEventListener('securitypolicyviolation', noteViolation as (event: Event) => void, { signal });
    void this.#watch(signal);
  }

  stop(): void {
    this.#ending?.abort();
    this.#ending = undefined;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const begunAt = performance.now();
    let wasReachable = true;
    while (!signal.aborted) {
      const askedAt = performance.now();
      const isReachable = (
        await Promise.all(this.services.map((service) => answers(service, this.times.answerTimeoutMs, signal)))
      ).includes(true);
      if (signal.aborted) return;
      if (isReachable && !wasReachable) this.onBack();
      wasReachable = isReachable;
      const everyMs = askedAt - begunAt < OFTEN_FOR_MS ? this.times.askEveryMs : SELDOM_MS;
      await pause(askedAt + everyMs - performance.now(), signal);
    }
  }
}

/** Whether the server gives any answer. A page can't read an answer of another origin, and needn't. */
async function answers(service: string, timeoutMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await withTimeLimit(timeoutMs, (limit) => fetch(service.replace(/^ws/, 'http'), { ...REQUEST, signal: limit }), signal);
    return true;
  } catch {
    // No answer is the usual case here, for which the caller asks again.
    return false;
  }
}
