import * as v from 'valibot';
import type { ContactProblem } from '../../../model/contact/contact.ts';
import { toDisplayName } from '../../../model/text/display-name.ts';
import { isTimeout, pause, withTimeLimit } from '../../time/waits.ts';
import { ContactFailure } from './contact-source.ts';
import { ContactSignInNeeded, type ContactTokens } from './contact-tokens.ts';
import { retryAfterOf } from './retry-after.ts';

const TIMEOUT_MS = 10_000;
const MAX_ATTEMPTS = 3;
const BACKOFF_MS = 500;
/** The longest wait before another attempt. If the service asks for a longer one, the request fails instead. */
const MAX_WAIT_MS = 5_000;
/**
 * The longest answer that is read. No answer of the contract needs as much: a contact's 100 attributes of 10,000 characters are 3 MB at
 * most.
 */
const MAX_BODY_BYTES = 4 * 1024 * 1024;
/** The longest reason of a refusal that is kept, as an agent wouldn't read more. */
const MAX_DETAIL_LENGTH = 300;

const problemDetails = v.looseObject({ type: v.optional(v.unknown()), title: v.optional(v.unknown()), detail: v.optional(v.unknown()) });

export interface Request {
  readonly method: 'GET' | 'PUT' | 'DELETE';
  readonly url: URL;
  readonly body?: object;
  readonly etag?: string;
  readonly signal: AbortSignal;
  readonly isInteractive: boolean;
}

/** A successful answer: its JSON, unless it has none. */
export interface Answered {
  readonly status: number;
  readonly etag?: string;
  readonly json: unknown;
}

/** Speaks HTTP with a contact service: adds its tokens, tries again after failures, and bounds what it answers. */
export class HttpExchange {
  #token: Promise<string> | undefined;

  constructor(
    private readonly tokens: ContactTokens,
    /** The problem that a missing token stands for. */
    private readonly tokenProblem: 'sign-in-needed' | 'no-token',
    private readonly service: string,
    /** How long one attempt may take, to the last byte of its answer. */
    private readonly timeoutMs = TIMEOUT_MS,
  ) {}

  /**
   * Asks, and asks again where that may help and is allowed.
   * @throws ContactFailure, also when the caller's own time limit has passed; the signal's reason when the caller gave up otherwise
   */
  async ask(request: Request): Promise<Answered> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#askOnce(request);
      } catch (error) {
        const waitMs = attempt < MAX_ATTEMPTS && !request.signal.aborted ? waitBefore(error, attempt) : undefined;
        if (waitMs !== undefined) await pause(waitMs, request.signal);
        if (request.signal.aborted) throw givenUp(request.signal);
        if (waitMs === undefined) throw error;
      }
    }
  }

  /** Asks once. If the service refuses the token, it is asked again with another one. */
  async #askOnce(request: Request): Promise<Answered> {
    const token = await this.#takeToken(request);
    const answered = (await this.#exchange(request, token)) ?? (await this.#exchange(request, await this.#takeToken(request, token)));
    if (answered) return answered;
    this.#token = undefined;
    throw new ContactFailure(this.tokenProblem);
  }

  /**
   * Sends the request and reads the answer. The time that it may take begins here, because an agent who is signing in may take longer.
   * @returns undefined when the service refuses the token
   */
  #exchange(request: Request, token: string): Promise<Answered | undefined> {
    const work = async (signal: AbortSignal) => {
      const response = await send({ ...request, signal }, token);
      if (response.status !== 401) return await read(response);
      discard(response);
      return undefined;
    };
    return withTimeLimit(this.timeoutMs, work, request.signal);
  }

  async #takeToken({ isInteractive, signal }: Request, refused?: string): Promise<string> {
    // While there is no token yet, nothing is awaited before one is asked for, so that requests which come meanwhile wait for the same one.
    const held = this.#token && (await this.#token.catch(() => undefined));
    // A request that was given up while it waited asks for no token, because all others would wait for it.
    signal.throwIfAborted();
    // If another request has got a new token meanwhile, this one uses it too.
    if (held !== undefined && held !== refused) return held;
    const asked = this.tokens
      .get({ service: this.service, ...(refused === undefined ? {} : { refused }), isInteractive, signal })
      .then(checkedToken);
    this.#token = asked;
    try {
      return await asked;
    } catch (cause) {
      if (this.#token === asked) this.#token = undefined;
      if (signal.aborted) throw cause;
      throw new ContactFailure(cause instanceof TypeError ? 'unreachable' : this.tokenProblem, { cause });
    }
  }
}

/** The token, if an HTTP header can carry it. */
function checkedToken(token: string): string {
  if (!/^[\w.~+/-]+=*$/.test(token)) throw new ContactSignInNeeded('That is no bearer token (RFC 6750 2.1)');
  return token;
}

async function send({ method, url, body, etag, signal }: Request, token: string): Promise<Response> {
  const headers: Record<string, string> = { authorization: `Bearer ${token}` };
  if (body) headers['content-type'] = 'application/json';
  if (etag !== undefined) headers['if-none-match'] = etag;
  try {
    // The browser's cache is left out, because signing out deletes only what this program has stored itself.
    return await fetch(url, {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect: 'manual',
    });
  } catch (cause) {
    throw failureOf(cause);
  }
}

async function read(response: Response): Promise<Answered> {
  const { status } = response;
  const etag = response.headers.get('etag') ?? undefined;
  if (status === 304 || status === 204) return { status, etag, json: undefined };
  const text = await readText(response).catch((cause: unknown) => {
    throw failureOf(cause);
  });
  if (!response.ok) throw refusalOf(response, text);
  const json = jsonOf(text);
  if (json === undefined) throw new ContactFailure('nonsense');
  return { status, etag, json };
}

/** Reads a body of a bounded size, so that a service can't fill the host's memory. */
async function readText({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = '';
  let bytes = 0;
  for (let chunk = await reader?.read(); chunk?.value; chunk = await reader?.read()) {
    bytes += chunk.value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      // The answer is given up in any case; a connection that can't be cancelled ends by itself.
      void reader?.cancel().catch(() => undefined);
      throw new ContactFailure('nonsense');
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}

/** The statuses of failures that pass by themselves. At best the answer says when to ask again. */
const PASSING: readonly number[] = [408, 425, 429, 503];
/** What the other statuses of a request that isn't taken mean. */
const FINAL: Readonly<Record<number, ContactProblem>> = {
  403: 'not-permitted',
  404: 'not-found',
  409: 'conflict',
  410: 'not-found',
  413: 'too-large',
};

function refusalOf({ status, headers }: Response, text: string): ContactFailure {
  // This is a redirect, whose status the browser hides, or an answer that HTTP has for other kinds of requests.
  if (status < 400) return new ContactFailure('nonsense');
  const { type, detail } = problemDetailsOf(jsonOf(text));
  const said = { status, ...(detail === undefined ? {} : { detail }) };
  const retryAfterMs = retryAfterOf(headers.get('retry-after'), Date.now());
  if (PASSING.includes(status)) return new ContactFailure('busy', { ...said, retryAfterMs });
  if (status >= 500) return new ContactFailure('failed', { ...said, retryAfterMs });
  if (status === 403 && type === 'urn:backchannel:contacts:problem:grant-ended')
    return new ContactFailure('grant-ended', { ...said, isFinal: true });
  return new ContactFailure(FINAL[status] ?? 'rejected', { ...said, isFinal: true });
}

/** What a problem document says (RFC 9457): the kind of the problem, and the service's own words. */
function problemDetailsOf(json: unknown): { readonly type?: string; readonly detail?: string } {
  const { type, detail, title } = v.is(problemDetails, json) ? json : {};
  const said = [detail, title].map((text) => (typeof text === 'string' ? toDisplayName(text, MAX_DETAIL_LENGTH) : '')).find(Boolean);
  return { ...(typeof type === 'string' ? { type } : {}), ...(said === undefined ? {} : { detail: said }) };
}

function failureOf(cause: unknown): ContactFailure {
  if (cause instanceof ContactFailure) return cause;
  return new ContactFailure(isTimeout(cause) ? 'too-slow' : 'unreachable', { cause });
}

/** What is thrown to a caller who doesn't wait any more. */
function givenUp({ reason }: AbortSignal): unknown {
  return isTimeout(reason) ? new ContactFailure('too-slow', { cause: reason }) : reason;
}

/** How long to wait before the next attempt, milliseconds; undefined when there should be none. */
function waitBefore(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof ContactFailure) || error.isFinal) return undefined;
  const { problem, retryAfterMs = 0 } = error;
  // A service that is too slow, or whose answers can't be read, isn't asked again, because its next answer would be no better.
  if (problem !== 'unreachable' && problem !== 'busy' && problem !== 'failed') return undefined;
  const waitMs = Math.max(retryAfterMs, BACKOFF_MS * 3 ** (attempt - 1) * (0.75 + Math.random() / 2));
  return waitMs <= MAX_WAIT_MS ? waitMs : undefined;
}

function discard({ body }: Response): void {
  // The answer isn't read. If cancelling it fails, nothing is lost, because its connection ends by itself.
  void body?.cancel().catch(() => undefined);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // What isn't JSON has no shape that is taken, and is reported as nonsense by who asked.
    return undefined;
  }
}
