import type { Agent } from 'stanza';
import { saslprep } from 'stanza/lib/stringprep';
import { Buffer } from 'stanza/platform';
import type { SASL, StreamFeatures } from 'stanza/protocol';
import type { BareJid } from '../../../model/jid.ts';
import { chooseMechanism, type Mechanism } from '../../../model/sign-in-mechanisms.ts';
import type { Login, SignInProof } from '../../stream/messaging-port.ts';
import { StreamFailure } from '../../stream/stream-failure.ts';
import { saslFailure } from './sasl-failure.ts';
import { BearerToken } from './bearer-token.ts';
import { Plain } from './plain.ts';
import { Scram } from './scram.ts';
import { unproven } from './scram-messages.ts';
import type { Bytes, SignInExchange } from './sign-in-exchange.ts';

const NONCE_BYTES = 24;
/** What a server may say before the agent is signed in (RFC 6120, 6.4). */
const BEFORE_SIGN_IN = new Set(['features', 'sasl', 'streamError', 'unreadable']);

export interface SignInOptions {
  readonly jid: BareJid;
  readonly login: Login;
  /** The mechanisms that this account has signed in by before. */
  readonly usedMechanisms: readonly Mechanism[];
  /** The policy, or the page that embeds the widget, allows that the secret itself goes to the server. */
  readonly isPlainAllowed: boolean;
  /** Called when the agent is signed in, and, if the mechanism has it do so, the server has proven itself. */
  readonly onSignedIn: (proof: SignInProof) => void;
}

/**
 * Signs in (RFC 6120, 6) in place of StanzaJS's own plugin, which checks nothing of what the server says. If a server doesn't keep to the mechanism,
 * or says anything else before its end, the connection is given up, and nothing of what it says is heard.
 * @returns why signing in has failed, once it has
 */
export function authenticate(client: Agent, options: SignInOptions): () => StreamFailure | undefined {
  const signIn = new SignIn(client, options);
  return () => signIn.failure;
}

class SignIn {
  failure: StreamFailure | undefined;
  #exchange: SignInExchange | undefined;
  #isAnswering = false;
  #isDone = false;
  /** Tells StanzaJS to go on with a stream of its own for the agent. */
  #goOn: () => void = () => undefined;

  constructor(
    private readonly client: Agent,
    private readonly options: SignInOptions,
  ) {
    client.registerFeature('sasl', 100, (features, done) => {
      this.#goOn = () => done('restart');
      this.#run(() => this.#begin(features));
    });
    client.on('sasl', (said) => this.#run(() => this.#hear(said)));
    this.#guardStream();
  }

  /**
   * Keeps everything from StanzaJS that comes before the agent is signed in and isn't part of signing in, because StanzaJS would believe
   * it.
   */
  #guardStream(): void {
    const client = this.client;
    const emit = client.emit.bind(client) as (name: string, ...args: unknown[]) => boolean;
    const guarded = (name: string, ...args: unknown[]): boolean => {
      if (name !== 'stream:data' || this.#isDone) return emit(name, ...args);
      if (this.failure) return false;
      const [data, kind] = args;
      const isExpected =
        typeof kind === 'string' && BEFORE_SIGN_IN.has(kind) && !(kind === 'features' && (this.#exchange || !offersSignIn(data)));
      if (isExpected) return emit(name, ...args);
      this.#fail(unproven(`early ${String(kind).slice(0, 50)}`));
      return false;
    };
    Object.assign(client, { emit: guarded });
  }

  #begin({ sasl }: StreamFeatures): void {
    const { login, usedMechanisms, isPlainAllowed } = this.options;
    const secret = 'keys' in login ? login.keys.mechanism : 'token' in login ? 'token' : 'password';
    const choice = chooseMechanism({ offered: sasl?.mechanisms ?? [], secret, used: usedMechanisms, isPlainAllowed });
    if ('problem' in choice) throw new StreamFailure(choice.problem, { detail: choice.detail });
    this.#exchange = this.#exchangeBy(choice.mechanism);
    this.#send({ type: 'auth', mechanism: choice.mechanism, value: Buffer.from(this.#exchange.begin()) });
  }

  #exchangeBy(mechanism: Mechanism): SignInExchange {
    const { login, jid } = this.options;
    const username = jid.slice(0, jid.indexOf('@'));
    if (mechanism === 'OAUTHBEARER' && 'token' in login) return new BearerToken(jid, login.token);
    if (mechanism === 'PLAIN' && 'password' in login) return new Plain(username, login.password);
    if ((mechanism === 'PLAIN' || mechanism === 'X-OAUTH2') && 'token' in login) return new Plain(username, login.token, mechanism);
    if (mechanism === 'OAUTHBEARER' || mechanism === 'X-OAUTH2' || mechanism === 'PLAIN' || 'token' in login)
      throw new StreamFailure('unexpected');
    // Browsers have WebCrypto only in pages that were loaded with encryption, and from the same computer.
    if (!crypto.subtle) throw new StreamFailure('insecure-page');
    const nonce = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(NONCE_BYTES))));
    return new Scram({ mechanism, username, nonce, secret: 'keys' in login ? login : { password: saslprep(login.password) } });
  }

  #hear(said: SASL): void | Promise<void> {
    const exchange = this.#exchange;
    if (!exchange || this.#isDone) throw unproven(`early ${said.type}`);
    switch (said.type) {
      case 'challenge':
        return this.#answer(exchange, bytesIn(said.value));
      case 'success':
        if (this.#isAnswering) throw unproven('early success');
        return this.#succeed(exchange, exchange.conclude(bytesIn(said.value)));
      case 'failure':
        throw saslFailure(said.condition, this.options.login);
      default:
        throw unproven(said.type);
    }
  }

  async #answer(exchange: SignInExchange, challenge: Bytes): Promise<void> {
    if (this.#isAnswering) throw unproven('challenge');
    this.#isAnswering = true;
    const response = await exchange.answer(challenge);
    this.#isAnswering = false;
    if (!this.failure) this.#send({ type: 'response', ...(response.length > 0 ? { value: Buffer.from(response) } : {}) });
  }

  #succeed({ mechanism }: SignInExchange, keys: ReturnType<SignInExchange['conclude']>): void {
    this.#isDone = true;
    this.client.features.negotiated['sasl'] = true;
    if (this.client.transport) this.client.transport.authenticated = true;
    this.options.onSignedIn({ mechanism, ...(keys ? { keys } : {}) });
    this.#goOn();
  }

  #send(said: SASL): void {
    void this.client.send('sasl', said);
  }

  #run(work: () => void | Promise<void>): void {
    if (this.failure) return;
    const failed = (error: unknown) =>
      this.#fail(error instanceof StreamFailure ? error : new StreamFailure('unexpected', { cause: error }));
    try {
      void work()?.catch(failed);
    } catch (error) {
      failed(error);
    }
  }

  #fail(failure: StreamFailure): void {
    if (this.failure) return;
    this.failure = failure;
    const leave = () => this.client.transport?.disconnect(false);
    if (!this.#exchange || this.#isDone) leave();
    else void this.client.send('sasl', { type: 'abort' }).then(leave, leave);
  }
}

/** Whether the server offers a sign-in. Without one StanzaJS would go on without signing in. */
function offersSignIn(features: unknown): boolean {
  return typeof features === 'object' && features !== null && 'sasl' in features;
}

function bytesIn(value: Uint8Array | undefined): Bytes {
  return new Uint8Array(value ?? []);
}
