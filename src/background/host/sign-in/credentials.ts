import type { BareJid } from '../../../model/jid.ts';
import type { Mechanism } from '../../../model/sign-in-mechanisms.ts';
import type { Login, SignInProof } from '../../stream/messaging-port.ts';
import { StreamFailure } from '../../stream/stream-failure.ts';
import type { TokenAccess } from './token-access.ts';
import { checkSignIn } from '../../xmpp/sign-in-check.ts';

export interface CredentialsOptions {
  readonly jid: BareJid;
  readonly service: string;
  /** An empty token stands for one that has to be asked for. */
  readonly login: Login;
  readonly tokens: TokenAccess;
  readonly usedMechanisms: readonly Mechanism[];
  readonly isPlainAllowed: () => boolean;
  readonly now: () => number;
  /** Called with what each sign-in has shown. */
  readonly onSignedIn: (proof: SignInProof) => void;
}

/** How an account signs in the next time. */
export class Credentials {
  #login: Login;
  readonly #usedMechanisms: Set<Mechanism>;

  constructor(private readonly options: CredentialsOptions) {
    this.#login = options.login;
    this.#usedMechanisms = new Set(options.usedMechanisms);
  }

  get login(): Login {
    return this.#login;
  }

  /** The mechanisms that this account has signed in by in this browser. */
  get usedMechanisms(): readonly Mechanism[] {
    return [...this.#usedMechanisms];
  }

  /** Takes a token that was given while another one was held. Keys stay, because they don't end. */
  replaceToken(token: string): void {
    if (!('token' in this.#login) || token === '') return;
    this.#login = { token };
  }

  /**
   * To be called before each attempt to connect. If the agent signs in by tokens, gets one that is good now.
   * @param isRefused The server has just refused the one that is held
   * @throws StreamFailure
   */
  async prepare(isRefused: boolean): Promise<void> {
    const before = this.#login;
    if (!('token' in before)) return;
    const { nextToken } = await import('./token-login.ts').catch((cause: unknown) => {
      throw new StreamFailure('issuer-unreachable', { cause });
    });
    const token = await nextToken(before, isRefused, this.options);
    // While it was asked for, a page may have given one, which is newer.
    const next = this.#login === before ? { token } : this.#login;
    this.#login = { ...next, isUsed: true };
  }

  note(proof: SignInProof): void {
    // The keys sign in from now on, so that the password isn't held any longer.
    if (proof.keys) this.#login = { keys: proof.keys };
    this.#usedMechanisms.add(proof.mechanism);
    this.options.onSignedIn(proof);
  }

  /** Has the server look at a password or a token, beside the connection that there is. @throws StreamFailure */
  async check(login: Login): Promise<void> {
    const { jid, service, isPlainAllowed, now } = this.options;
    await checkSignIn({ jid, service, login, usedMechanisms: this.usedMechanisms, isPlainAllowed: isPlainAllowed(), now });
  }
}
