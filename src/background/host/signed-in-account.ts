import type { CommandArgument, CommandResult, Refusal } from '../../channel/contract.ts';
import { bareJidOf, domainOf, isBareJid } from '../../model/jid.ts';
import { isUseWithdrawn, mayUse } from '../../model/policy.ts';
import { withMechanism } from '../../model/sign-in-mechanisms.ts';
import { Turn } from '../../model/turn.ts';
import type { ConnectionState } from '../../model/workspace.ts';
import type { Profile } from '../../storage/profile-store.ts';
import type { Login, SignInProof } from '../stream/messaging-port.ts';
import { StreamFailure } from '../stream/stream-failure.ts';
import { connectEarly } from '../xmpp/early-socket.ts';
import { checkService } from '../xmpp/service-address.ts';
import type { Account } from './account/account.ts';
import { findServer } from './sign-in/find-server.ts';
import { openRemembered } from './account/open-account.ts';
import type { SignedInAccountOptions } from './signed-in-account-options.ts';
import { byOf, signedOutBy, signInRefusalOf } from './sign-in/sign-in-refusal.ts';

/**
 * The account that is signed in, if one is. Signs agents in and out, one after the other however many views ask, and signs in by itself as
 * the agent who is remembered.
 */
export class SignedInAccount {
  /** The agent who last signed in by a token, or tried to. A sign-in that names nobody is theirs. */
  lastByToken: Pick<Account, 'jid' | 'service' | 'hubs'> | undefined;
  #current: Account | undefined;
  #whenSignedOut: ConnectionState = { status: 'starting' };
  /** The first attempt to sign in with the keys that were kept. */
  #resuming: Promise<void> = Promise.resolve();
  /** In which sign-ins, sign-outs and changes of the policy happen. */
  readonly #turn = new Turn();

  constructor(private readonly options: SignedInAccountOptions) {}

  get current(): Account | undefined {
    return this.#current;
  }

  /** Why nobody is signed in, while that is so. */
  get signedOutState(): ConnectionState {
    return this.#whenSignedOut;
  }

  /** Resolves when everything that was asked for so far has ended. */
  whenSettled(): Promise<void> {
    return this.#turn.over();
  }

  /** Does a command's work in its turn. */
  inTurn(work: () => Promise<CommandResult>): Promise<CommandResult> {
    return this.#turn.take(work).catch((error: unknown) => signInRefusalOf(error));
  }

  /** Does work in its turn that no command has asked for. If it fails, views are told why. */
  doInTurn(work: () => Promise<void>): void {
    void this.#turn.take(work).catch((error: unknown) => this.#setSignedOut(signedOutBy(signInRefusalOf(error))));
  }

  async signInAsRemembered(): Promise<void> {
    const { policy, remembered, tokens } = this.options;
    try {
      await remembered.setShared(policy().isSharedComputer);
      if (!policy().privileges.canUse) return await this.#refuseUse();
      if (!policy().isKeepingAllowed) await remembered.keepForSessionOnly();
      const profile = await remembered.get();
      // The issuer may still know the agent before, who isn't the one to come where several use the computer.
      const isByIssuer = policy().signIn && (profile || !policy().isSharedComputer);
      const login: Login | undefined = profile?.keys ? { keys: profile.keys } : isByIssuer ? { token: '' } : undefined;
      if (!login) return this.#setSignedOut({ status: 'signed-out' });
      if (!profile) return await (await import('./sign-in/issuer-sign-in.ts')).signInUnasked(this, tokens);
      const service = checkService(policy().service ?? profile.service);
      this.#resume(await this.#open({ ...profile, service }, login), profile.lock);
    } catch (error) {
      this.#setSignedOut(signedOutBy(signInRefusalOf(error)));
    }
  }

  /** @throws StreamFailure or StorageError */
  async signIn(request: CommandArgument<'signIn'>): Promise<CommandResult> {
    const { policy, remembered } = this.options;
    // What is stored on a shared computer is sealed by WebCrypto, which isn't there in a page that was loaded without encryption.
    if (policy().isSharedComputer && !crypto.subtle) throw new StreamFailure('insecure-page');
    const last = request.jid === undefined ? (this.#current ?? this.lastByToken) : undefined;
    const jid = bareJidOf(request.jid ?? last?.jid ?? '');
    if (!isBareJid(jid)) throw new StreamFailure('bad-address');
    if (!mayUse(policy(), jid)) throw new StreamFailure('not-allowed');
    const wanted = policy().service ?? request.service ?? last?.service;
    const given = wanted && checkService(wanted);
    const isSame = () => this.#current?.jid === jid && (given === undefined || given === this.#current.service);
    // The keys that were kept may not be valid any more. In that case the agent signs in with what was given now.
    if (isSame()) await this.#resuming;
    if (isSame() && this.#current?.connectionState.status !== 'signed-out') {
      this.#current?.credentials.replaceToken(request.token ?? '');
      return {};
    }
    if (this.#current?.jid !== jid) await this.#current?.settle();
    await this.#stop();
    const place = { jid, ...(given ? { service: given, hubs: last?.hubs } : await findServer(domainOf(jid))) };
    await this.options.whenLockStored();
    const before = await remembered.get();
    const { usedMechanisms = [], lock: earlierLock } = before?.jid === jid ? before : {};
    let proof: SignInProof | undefined;
    const login: Login = request.password === undefined ? { token: request.token ?? '' } : { password: request.password };
    this.lastByToken = 'token' in login ? place : undefined;
    const account = await this.#open({ ...place, usedMechanisms }, login, (fresh) => (proof = fresh));
    if (account.status.availability === 'logged-off') account.choices.setStatus({ availability: 'ready' });
    // A page may sign its agent in whenever it is loaded, which must not unlock the desk that they have left.
    const lock = request.isUnlocking ? undefined : earlierLock;
    try {
      await account.connection.start(false);
      await remembered.signedIn(
        { ...place, usedMechanisms: withMechanism(usedMechanisms, proof?.mechanism), keys: proof?.keys, ...(lock && { lock }) },
        request.isKept && policy().isKeepingAllowed,
      );
    } catch (error) {
      // Otherwise the account's stream would go on without anybody who is signed in, and keep the next one away.
      await account.stop();
      await this.#handleFailedSignIn({ ...place, login }, error);
      throw error;
    }
    this.#show(account, lock);
    return {};
  }

  async signOut({ asksBeforeLoss }: CommandArgument<'signOut'>): Promise<CommandResult> {
    const lost = asksBeforeLoss ? await this.#current?.wouldLose() : undefined;
    if (lost) return { refused: 'not-sent', ...lost };
    await this.#deleteAgent();
    this.#setSignedOut({ status: 'signed-out' });
    return {};
  }

  /**
   * To be called when it may have changed whether the computer is shared. Moves what is stored to where it belongs now, where the agent goes
   * on.
   */
  async followSharing(): Promise<void> {
    const { lock, policy, remembered } = this.options;
    const { isSharedComputer } = policy();
    if (isSharedComputer === remembered.isSharedComputer) return;
    const account = this.#current;
    const lockState = lock.current;
    await this.#stop();
    await remembered.setShared(isSharedComputer);
    if (!account) return;
    const profile = await remembered.get();
    if (!profile) return this.#setSignedOut({ status: 'signed-out' });
    this.#resume(await this.#open(profile, account.credentials.login), lockState);
  }

  /** To be called when the policy may have changed who may use internal IM, and whose sign-in is kept. */
  async followUse(): Promise<void> {
    const { policy, remembered } = this.options;
    if (!policy().privileges.canUse) await this.#refuseUse();
    else if (!this.#current) await this.signInAsRemembered();
    else if (!policy().isKeepingAllowed) await remembered.keepForSessionOnly();
  }

  /** Connects without being waited for, so that without a network the stored sessions are there at once, and the connection follows. */
  #resume(account: Account, lock: Profile['lock']): void {
    this.#show(account, lock);
    this.#resuming = account.connection.start(true).catch((error: unknown) => this.#leave(account, signInRefusalOf(error)));
  }

  /** Cleans up after a failed sign-in. An account that was here and is disabled now is deleted for good. Nothing stays of any other one. */
  async #handleFailedSignIn({ jid, service, login }: { jid: string; service: string; login: Login }, error: unknown): Promise<void> {
    const { remembered } = this.options;
    const last = await remembered.get();
    // What is stored is deleted only if its own server says so. Anybody could type the address of another server, which says so too.
    const isKnownHere = last?.jid === jid && last.service === service;
    if (isKnownHere && error instanceof StreamFailure && error.problem === 'account-disabled')
      return this.#expel(undefined, signInRefusalOf(error));
    await remembered.didFail();
    // The agent who was here before isn't signed in any more. Who has typed a password is told in the form what was wrong.
    this.#setSignedOut('token' in login ? { ...signedOutBy(signInRefusalOf(error)), ...byOf(login) } : { status: 'signed-out' });
  }

  /**
   * Deletes everything of the agent who is, or was, signed in. That is written down first, so that a host that is killed meanwhile goes on
   * with it at its next start.
   */
  async #deleteAgent(): Promise<void> {
    await this.options.remembered.willLeave();
    await this.#current?.settle();
    await this.#stop();
    await this.options.remembered.deleteLeft();
  }

  /** Signs the agent out, because the organisation's policy doesn't let them use internal IM. */
  async #refuseUse(): Promise<void> {
    const refusal = signInRefusalOf(new StreamFailure('not-allowed'));
    if (isUseWithdrawn(this.options.policy())) return this.#expel(this.#current, refusal);
    await this.#stop();
    this.#setSignedOut(signedOutBy(refusal));
  }

  /** Deletes an account that is refused for good, because nobody will ever sign in to what is stored of it. */
  async #expel(account: Account | undefined, refusal: Refusal): Promise<void> {
    if (this.#current !== account) return;
    await this.#deleteAgent();
    this.#setSignedOut(signedOutBy(refusal));
  }

  #open(profile: Profile, login: Login, onSignedIn?: (proof: SignInProof) => void): Promise<Account> {
    connectEarly(profile.service);
    return openRemembered(profile, login, this.options, { onSignedIn, onLost: (account, refusal) => this.#leave(account, refusal) });
  }

  /**
   * Shows an account to views.
   * @param lock The lock as it was stored. A desk that was locked, or should have been meanwhile, is locked before anybody sees it
   */
  #show(account: Account, lock: Profile['lock']): void {
    this.#current = account;
    this.options.lock.begin(account.jid, lock);
    this.options.changes.announceAll();
  }

  async #stop(): Promise<void> {
    const account = this.#current;
    this.#current = undefined;
    await account?.stop();
  }

  #leave(account: Account, refusal: Refusal): void {
    if (this.#current !== account) return;
    if (refusal.refused === 'sign-in' && refusal.problem === 'account-disabled') return this.doInTurn(() => this.#expel(account, refusal));
    void this.#stop();
    this.#setSignedOut(signedOutBy(refusal));
  }

  #setSignedOut(state: ConnectionState): void {
    const isByToken = this.options.policy().signIn || (this.lastByToken && !this.options.tokens.pages.isEmpty);
    this.#whenSignedOut = state.status === 'signed-out' && isByToken ? { ...state, by: 'token' } : state;
    if (!this.#current) this.options.lock.end();
    this.options.changes.announceAll();
  }
}
