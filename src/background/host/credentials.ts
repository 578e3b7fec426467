import type { BareJid } from '../../model/jid.ts';
import type { Mechanism } from '../../model/sign-in-mechanisms.ts';
import type { Login, SignInProof } from '../stream/messaging-port.ts';
import { checkSignIn } from '../xmpp/sign-in-check.ts';

export interface CredentialsOptions {
  readonly jid: BareJid;
  readonly service: string;
  readonly login: Login;
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
