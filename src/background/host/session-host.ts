import * as v from 'valibot';
import {
  type AccountSlice,
  type CommandArgument,
  type CommandName,
  type CommandResult,
  COMMANDS,
  QUERIES,
  type Query,
  type Refusal,
  type Slices,
} from '../../channel/contract.ts';
import type { ChannelPort } from '../../channel/rpc.ts';
import { signInRequest } from '../../channel/contract/sign-in.ts';
import { type BareJid, bareJidOf, domainOf, isBareJid } from '../../model/jid.ts';
import { asInForce, isUseWithdrawn, NO_POLICY, type Policy, settingsInForce } from '../../model/policy.ts';
import { Turn } from '../../model/turn.ts';
import { UNSET_SETTINGS } from '../../model/settings.ts';
import type { ConnectionState, Overview } from '../../model/workspace.ts';
import { StorageError } from '../../storage/database.ts';
import { getPageDecisions, putPageDecisions } from '../../storage/policy-store.ts';
import { getLog, putLog } from '../../storage/log-store.ts';
import { countStored } from '../../storage/history-store.ts';
import type { Profile } from '../../storage/profile-store.ts';
import { Account } from './account.ts';
import { Changes } from '../events/changes.ts';
import { ACCOUNT_COMMANDS, answerOf } from './features.ts';
import { type ContactAccess, ContactSources } from '../contacts/source/contact-sources.ts';
import { Log } from '../events/log.ts';
import type { Login, SignInProof } from '../stream/messaging-port.ts';
import { IdleLock } from './idle-lock.ts';
import type { IdleDetector } from './idle-detector.ts';
import { isAdmittedWhileLocked, lockViewOf, settingsWhileLocked } from './locked-desk.ts';
import { isPageCommand, PAGE_COMMANDS, type PageDecided, pageDecisionsOf } from './page-decisions.ts';
import { RememberedAgent } from './remembered-agent.ts';
import { HostMemory, type SessionMemory } from './session-memory.ts';
import { ViewPort } from './view-port.ts';
import { MediaPages, type ToneHost } from '../voice/media-pages.ts';
import { Telephony } from '../voice/telephony.ts';
import { isPasswordOf } from '../xmpp/sign-in/password-check.ts';
import { checkService, findService } from '../xmpp/host-meta.ts';
import { StreamFailure } from '../stream/stream-failure.ts';

/** Where the organisation's policy comes from. */
export interface PolicySource {
  read(): Promise<Policy>;
  onChange(listener: () => void): void;
}

export interface SessionHostOptions {
  /** The name under which an agent is remembered as signed in. A browser has one host for each profile. */
  readonly profile: string;
  readonly policy?: PolicySource;
  /**
   * Holds what a host that the browser has stopped has to know again, and what no disk may hold. It is needed where the browser may stop
   * the host.
   */
  readonly memory?: SessionMemory;
  /** Forgets what the browser holds of an agent outside of our databases: notifications, tokens, what they have entered. */
  readonly forgetAgent?: () => Promise<void>;
  /** The contact service that is chosen for this browser. If none is, pages bring contacts. */
  readonly contacts?: ContactAccess;
  /** Opens a document for calls' sound, where views can't hold it. */
  readonly openMediaHost?: () => Promise<void>;
  /** Plays ring and ringback, where that document doesn't. */
  readonly toneHost?: ToneHost;
  /** Tells whether the agent is at their computer, where the browser knows that. */
  readonly idleDetector?: IdleDetector;
  /** The clock by which a desk is locked, milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Owns an agent's connection, sessions and caches. Views come and go, and it can be killed at any moment. */
export class SessionHost {
  readonly #changes = new Changes();
  readonly #log: Log;
  readonly #views = new Set<ViewPort>();
  readonly #contactSources: ContactSources;
  readonly #mediaPages: MediaPages;
  readonly #telephony = new Telephony(() => this.#changes.announce('overview'));
  readonly #remembered: RememberedAgent;
  readonly #lock: IdleLock;
  readonly #lockWrites = new Turn();
  #account: Account | undefined;
  #policy = NO_POLICY;
  #whenSignedOut: ConnectionState = { status: 'starting' };
  /** The first attempt to sign in with the keys that were kept. */
  #resuming: Promise<void> = Promise.resolve();
  /** The last of the sign-ins and sign-outs, which happen one after the other however many views ask. */
  #turn: Promise<unknown>;

  constructor(private readonly options: SessionHostOptions) {
    const { profile } = options;
    this.#log = new Log({
      store: { read: () => getLog(profile), write: (entries) => putLog(profile, entries) },
      onChange: () => this.#changes.announce('diagnostics'),
    });
    this.#mediaPages = new MediaPages(options.openMediaHost, options.toneHost);
    this.#contactSources = new ContactSources(options.contacts, () => this.#account?.contacts.sourceChanged());
    this.#remembered = new RememberedAgent({
      profile: options.profile,
      memory: options.memory ?? new HostMemory(),
      forgetElsewhere: async () => {
        await this.#contactSources.forget();
        await options.forgetAgent?.();
      },
      onNotMoved: () => this.#log.note('agent-not-moved'),
    });
    this.#lock = new IdleLock({
      now: options.now ?? Date.now,
      detector: options.idleDetector,
      lockAfterMs: () => (this.#account?.settings.lockAfterMinutes ?? 0) * 60_000,
      isOnCall: () => this.#account?.voice.list().some(({ state }) => state.status === 'connected') ?? false,
      store: (jid, state) => {
        this.#lockWrites.take(() => this.#remembered.putLock(jid, state)).catch(() => this.#log.note('lock-not-stored'));
      },
      onChange: () => this.#changes.announceAll(),
    });
    this.#changes.follow('overview', () => this.#lock.follow());
    this.#turn = this.#readPolicy().then(() => this.#signInAsRemembered());
    options.policy?.onChange(() => this.#doInTurn(() => this.#followPolicy()));
  }

  /** The agent who is signed in, even behind a locked desk. It is for the code around the host, never for a view. */
  get agent(): BareJid | undefined {
    return this.#account?.jid;
  }

  /** Serves a view until its channel closes. */
  connectView(channel: ChannelPort): void {
    let leave = (): void => {};
    const view: ViewPort = new ViewPort(channel, {
      changes: this.#changes,
      command: (name, input, view) => this.#command(name, input, view),
      answer: (query, signal) => this.#answer(query, signal),
      standIn: (query) => this.#standIn(query),
      onContacts: (offer, call) => {
        // The view doesn't offer any more what it offered before.
        leave();
        leave = this.#contactSources.pages.add(offer, call);
      },
      onMedia: (calls, page) => {
        if (this.#mediaPages.add(view, calls, page)) void this.#claimMedia();
      },
      onMediaEvent: (name, inputs) => this.#mediaPages.hear(view, name, inputs),
      onTelephony: (origin, page) => this.#telephony.add(view, origin, page),
      onClose: () => {
        this.#views.delete(view);
        leave();
        this.#mediaPages.remove(view);
        this.#telephony.remove(view);
      },
    });
    this.#views.add(view);
  }

  /** To be called when a document has the sound of calls already. If an agent is signed in, the calls go on; if not, they are ended. */
  async #claimMedia(): Promise<void> {
    await this.#turn;
    if (this.#account) await this.#account.voice.claimMedia();
    else this.#mediaPages.endCalls();
  }

  async #command(name: string, input: unknown, view: ViewPort): Promise<CommandResult> {
    if (!isCommandName(name)) return { refused: 'invalid-argument' };
    const parsed = v.safeParse<(typeof COMMANDS)[CommandName]>(COMMANDS[name], input);
    if (!parsed.success) return { refused: 'invalid-argument' };
    if (name === 'signIn') return this.#inTurn(() => this.#signIn(v.parse(signInRequest, input)));
    if (name === 'signOut') return this.#inTurn(() => this.#signOut(v.parse(COMMANDS.signOut, input)));
    // The schema of this very name has parsed the input, here and below.
    if (isPageCommand(name)) return this.#inTurn(() => this.#decideByPage(PAGE_COMMANDS[name](parsed.output as never)));
    // A host that has just started may still be reading who is signed in.
    if (!this.#account) await this.#turn;
    if (!this.#account) return { refused: 'not-signed-in' };
    if (name === 'noteActivity') return this.#noteActivity();
    if (name === 'lock') return this.#lockDesk();
    if (name === 'unlock') return this.#unlock(this.#account, v.parse(COMMANDS.unlock, input));
    const isLocked = this.#lock.isLocked;
    if (isLocked && !isAdmittedWhileLocked(name)) return { refused: 'locked' };
    try {
      const result = await ACCOUNT_COMMANDS[name](this.#account, parsed.output as never, view);
      return isLocked && !result.refused ? {} : result;
    } catch (error) {
      if (error instanceof StorageError) return { refused: 'storage-failed' };
      throw error;
    }
  }

  #answer(query: Query, signal: AbortSignal): Slices[Query['kind']] | Promise<Slices[Query['kind']]> {
    const account = this.#account;
    if (query.kind === 'diagnostics') return { counts: this.#log.counts(), entries: this.#log.entries() };
    if (!account) return query.kind === 'account' ? this.#describeLeft() : this.#answerSignedOut(query);
    if (this.#lock.isLocked) return this.#answerLocked(account, query);
    const answer = query.kind === 'account' ? this.#describe(account) : answerOf(account, query, signal);
    // The desk may have been locked while the answer was being made.
    return answer instanceof Promise
      ? answer.then((slice) => (this.#account === account && this.#lock.isLocked ? this.#answerLocked(account, query) : slice))
      : answer;
  }

  /** The answer while the desk is locked: nothing but counts, and the connection. */
  #answerLocked(account: Account, query: Query): Slices[Query['kind']] {
    if (query.kind !== 'overview') return QUERIES[query.kind].empty;
    const { connectionState, login, settings, status } = account;
    const overview = this.#log.contain('lock-view-failed', () => account.overview());
    return {
      ...this.#answerSignedOut({ kind: 'overview' }, connectionState),
      settings: settingsWhileLocked(settings),
      areNotificationsHeld: status.availability === 'do-not-disturb',
      lock: lockViewOf(overview, login, this.#lock.nextTryAt),
    };
  }

  /** In place of an answer that failed. */
  #standIn(query: Query): Slices[Query['kind']] {
    // Without an account: it is being left.
    if (this.#account) this.#log.note(`slice-failed-${query.kind}`);
    if (this.#account && this.#lock.isLocked) return this.#answerLocked(this.#account, query);
    return this.#answerSignedOut(query, this.#account?.connectionState);
  }

  #answerSignedOut(query: { readonly kind: 'overview' }, connection?: ConnectionState): Overview;
  #answerSignedOut(query: Query, connection?: ConnectionState): Slices[Query['kind']];
  #answerSignedOut(query: Query, connection = this.#whenSignedOut): Slices[Query['kind']] {
    if (query.kind !== 'overview') return QUERIES[query.kind].empty;
    return { ...QUERIES.overview.empty, connection, settings: settingsInForce(UNSET_SETTINGS, this.#policy), policy: this.#policy };
  }

  async #describe({ service, database, journal }: Account): Promise<AccountSlice> {
    await journal.flush();
    const [isSignInKept, counts, estimate] = await Promise.all([
      this.#remembered.isKept(),
      countStored(database),
      navigator.storage?.estimate?.(),
    ]);
    return { service, isSignInKept, ...counts, bytes: estimate?.usage };
  }

  async #describeLeft(): Promise<AccountSlice> {
    await this.#turn;
    const isLeft = !this.#account && (await this.#remembered.get()) !== undefined;
    return isLeft ? { ...QUERIES.account.empty, isLeft } : QUERIES.account.empty;
  }

  async #readPolicy(): Promise<void> {
    this.#policy = asInForce(
      (await this.options.policy?.read()) ?? { ...NO_POLICY, ...pageDecisionsOf(await getPageDecisions(this.options.profile)) },
    );
  }

  /** Stores what the page that embeds the widget decides. It may decide only where there is no policy. */
  async #decideByPage(decisions: PageDecided): Promise<CommandResult> {
    if (this.options.policy) return { refused: 'set-by-policy' };
    this.#policy = { ...this.#policy, ...decisions };
    await putPageDecisions(this.options.profile, decisions);
    await this.#readPolicy();
    await this.#followSharing();
    this.#changes.announce('overview');
    this.#account?.followPeers();
    this.#account?.consultations.followRules();
    return {};
  }

  /**
   * To be called when it has changed whether the computer is shared. Moves what is stored to where it belongs now, where the agent goes on.
   */
  async #followSharing(): Promise<void> {
    const { isSharedComputer } = this.#policy;
    if (isSharedComputer === this.#remembered.isSharedComputer) return;
    const account = this.#account;
    const lock = this.#lock.current;
    await this.#stopAccount();
    await this.#remembered.setShared(isSharedComputer);
    if (!account) return;
    const remembered = await this.#remembered.get();
    if (!remembered) return this.#setSignedOut({ status: 'signed-out' });
    this.#resume(await this.#openAccount(remembered, account.login), lock);
  }

  /** Connects without being waited for, so that without a network the stored sessions are there at once, and the connection follows. */
  #resume(account: Account, lock: Profile['lock']): void {
    this.#show(account, lock);
    this.#resuming = account.connection.start(true).catch((error: unknown) => this.#leave(account, refusalOf(error)));
  }

  async #followPolicy(): Promise<void> {
    await this.#readPolicy();
    await this.#followSharing();
    this.#changes.announce('overview');
    const account = this.#account;
    account?.contacts.sourceChanged();
    account?.consultations.followRules();
    account?.followPeers();
    if (!this.#policy.privileges.canUse) await this.#refuseUse();
    else if (!account) await this.#signInAsRemembered();
    else if (!this.#policy.isKeepingAllowed) await this.#remembered.keepForSessionOnly();
  }

  #checkUse(): void {
    if (!this.#policy.privileges.canUse) throw new StreamFailure('not-allowed');
  }

  /** Does work in its turn that no command has asked for. If it fails, views are told why. */
  #doInTurn(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((error: unknown) => this.#setSignedOut(signedOutState(refusalOf(error))));
  }

  #inTurn(work: () => Promise<CommandResult>): Promise<CommandResult> {
    const done = this.#turn.then(work).catch((error: unknown) => refusalOf(error));
    this.#turn = done;
    return done;
  }

  async #signInAsRemembered(): Promise<void> {
    try {
      await this.#remembered.setShared(this.#policy.isSharedComputer);
      if (!this.#policy.privileges.canUse) return await this.#refuseUse();
      if (!this.#policy.isKeepingAllowed) await this.#remembered.keepForSessionOnly();
      const profile = await this.#remembered.get();
      if (!profile?.keys) return this.#setSignedOut({ status: 'signed-out' });
      this.#resume(
        await this.#openAccount({ ...profile, service: checkService(this.#policy.service ?? profile.service) }, { keys: profile.keys }),
        profile.lock,
      );
    } catch (error) {
      this.#setSignedOut(signedOutState(refusalOf(error)));
    }
  }

  async #signIn(request: CommandArgument<'signIn'>): Promise<CommandResult> {
    this.#checkUse();
    const jid = bareJidOf(request.jid);
    if (!isBareJid(jid)) throw new StreamFailure('bad-address');
    const wanted = this.#policy.service ?? request.service;
    const given = wanted ? checkService(wanted) : undefined;
    const isSame = () => this.#account?.jid === jid && (given === undefined || given === this.#account.service);
    // The keys that were kept may not be valid any more. In that case the agent signs in with what was given now.
    if (isSame()) await this.#resuming;
    if (isSame() && this.#account?.overview().connection.status !== 'signed-out') return {};
    if (this.#account && this.#account.jid !== jid) await this.#account.settle();
    await this.#stopAccount();
    const service = given ?? (await findService(domainOf(jid)));
    let proof: SignInProof | undefined;
    await this.#lockWrites.over();
    const before = await this.#remembered.get();
    const usedMechanisms = before?.jid === jid ? before.usedMechanisms : [];
    const login: Login = request.token !== undefined ? { token: request.token } : { password: request.password ?? '' };
    const account = await this.#openAccount({ jid, service, usedMechanisms }, login, (fresh) => (proof = fresh));
    if (account.status.availability === 'logged-off') account.setStatus({ availability: 'ready' });
    try {
      await account.connection.start(false);
    } catch (error) {
      await account.stop();
      await this.#handleFailedSignIn({ jid, service }, error);
      throw error;
    }
    // A page may sign its agent in whenever it is loaded, which must not unlock the desk that they have left.
    const lock = request.isUnlocking || before?.jid !== jid ? undefined : before.lock;
    await this.#remembered.signedIn(
      { jid, service, usedMechanisms: withMechanism(usedMechanisms, proof), keys: proof?.keys, ...(lock ? { lock } : {}) },
      request.isKept && this.#policy.isKeepingAllowed,
    );
    this.#show(account, lock);
    return {};
  }

  #noteActivity(): CommandResult {
    this.#lock.noteActivity();
    return {};
  }

  #lockDesk(): CommandResult {
    this.#lock.lock();
    return {};
  }

  /**
   * Unlocks the desk. A password is compared with the kept keys, which needs no network. If there are none, the server looks at what is
   * given.
   */
  async #unlock(account: Account, given: { readonly password?: string; readonly token?: string }): Promise<CommandResult> {
    if (!this.#lock.isLocked) return {};
    const { jid, service, login } = account;
    const { password, token } = given;
    const secret = token !== undefined ? { token } : { password: password ?? '' };
    if (token === undefined && 'token' in login) return { refused: 'no-password' };
    if (!this.#lock.beginTry()) return this.#notUnlocked('too-soon');
    // The try is stored before the password is looked at, so that a host that is killed now doesn't forget it, and nobody gets more tries
    // by that.
    await this.#lockWrites.over();
    // The server doesn't take the keys any more, so that what was given has to sign in anew.
    if (account.connectionState.status === 'signed-out') {
      return this.#inTurn(async () =>
        // Somebody else who has signed in meanwhile stays, because what was given is for this account alone.
        this.#account === account
          ? this.#signIn({ jid, service, ...secret, isKept: await this.#remembered.isKept(), isUnlocking: true })
          : { refused: 'not-possible-now' },
      );
    }
    try {
      if (token === undefined && 'keys' in login) {
        if (!(await isPasswordOf(login.keys, password ?? ''))) return this.#notUnlocked('wrong-password');
      } else await account.checkSignIn(secret);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.refused === 'sign-in' && refusal.problem === 'wrong-password') return this.#notUnlocked('wrong-password');
      this.#lock.takeBackTry();
      return refusal;
    }
    // Somebody else may have signed in meanwhile.
    if (this.#account !== account) return { refused: 'not-possible-now' };
    this.#lock.unlock();
    return {};
  }

  #notUnlocked(problem: 'wrong-password' | 'too-soon'): CommandResult {
    this.#changes.announce('overview');
    return { refused: 'not-unlocked', problem, nextTryAt: this.#lock.current.nextTryAt };
  }

  /** Cleans up after a failed sign-in. An account that was here and is disabled now is deleted for good. Nothing stays of any other one. */
  async #handleFailedSignIn({ jid, service }: Pick<Profile, 'jid' | 'service'>, error: unknown): Promise<void> {
    const last = await this.#remembered.get();
    // What is stored is deleted only if its own server says so. Anybody could type the address of another server, which says so too.
    const isKnownHere = last?.jid === jid && last.service === service;
    if (isKnownHere && error instanceof StreamFailure && error.problem === 'account-disabled')
      return this.#expel(undefined, refusalOf(error));
    await this.#remembered.didFail();
    // The agent who was here before isn't signed in any more.
    this.#setSignedOut({ status: 'signed-out' });
  }

  async #signOut({ asksBeforeLoss }: { readonly asksBeforeLoss: boolean }): Promise<CommandResult> {
    const account = this.#account;
    const lost = asksBeforeLoss ? await account?.wouldLose() : undefined;
    if (lost) return { refused: 'not-sent', ...lost };
    await this.#deleteAgent();
    this.#setSignedOut({ status: 'signed-out' });
    return {};
  }

  /**
   * Deletes everything of the agent who is, or was, signed in. That is written down first, so that a host that is killed meanwhile goes on
   * with it at its next start.
   */
  async #deleteAgent(): Promise<void> {
    await this.#remembered.willLeave();
    await this.#account?.settle();
    await this.#stopAccount();
    await this.#remembered.deleteLeft();
  }

  /** Signs the agent out, because the organisation's policy doesn't let them use internal IM. */
  async #refuseUse(): Promise<void> {
    const refusal = refusalOf(new StreamFailure('not-allowed'));
    if (isUseWithdrawn(this.#policy)) return this.#expel(this.#account, refusal);
    await this.#stopAccount();
    this.#setSignedOut(signedOutState(refusal));
  }

  /** Deletes an account that is refused for good, because nobody will ever sign in to what is stored of it. */
  async #expel(account: Account | undefined, refusal: Refusal): Promise<void> {
    if (this.#account !== account) return;
    await this.#deleteAgent();
    this.#setSignedOut(signedOutState(refusal));
  }

  async #openAccount(
    { jid, service, usedMechanisms }: Profile,
    login: Login,
    onSignedIn: (proof: SignInProof) => void = () => undefined,
  ): Promise<Account> {
    const seal = await this.#remembered.willOpen(jid);
    const opening: Promise<Account> = Account.open({
      jid,
      service,
      login,
      usedMechanisms,
      seal,
      changes: this.#changes,
      log: this.#log,
      policy: () => this.#policy,
      mediaPages: this.#mediaPages,
      telephony: this.#telephony,
      contactPlace: () => this.#contactSources.current(this.#policy),
      now: Date.now,
      onSignedIn,
      onDisabled: () => void opening.then((account) => this.#leave(account, refusalOf(new StreamFailure('account-disabled')))),
      // Only this account's failure counts. A late write of an account that was left says nothing about the one that took its place.
      onStorageLost: () =>
        void opening.then(
          (account) => this.#leave(account, { refused: 'sign-in', problem: 'storage-unavailable' }),
          () => undefined,
        ),
    });
    return opening;
  }

  /**
   * Shows an account to views.
   * @param lock The lock as it was stored. A desk that was locked, or should have been meanwhile, is locked before anybody sees it
   */
  #show(account: Account, lock: Profile['lock']): void {
    this.#account = account;
    this.#lock.begin(account.jid, lock);
    this.#changes.announceAll();
  }

  async #stopAccount(): Promise<void> {
    const account = this.#account;
    this.#account = undefined;
    await account?.stop();
  }

  #leave(account: Account, refusal: Refusal): void {
    if (this.#account !== account) return;
    if (refusal.refused === 'sign-in' && refusal.problem === 'account-disabled') {
      this.#doInTurn(() => this.#expel(account, refusal));
      return;
    }
    void this.#stopAccount();
    this.#setSignedOut(signedOutState(refusal));
  }

  #setSignedOut(state: ConnectionState): void {
    this.#whenSignedOut = state;
    if (!this.#account) this.#lock.end();
    this.#changes.announceAll();
  }
}

function withMechanism(used: Profile['usedMechanisms'], proof: SignInProof | undefined): Profile['usedMechanisms'] {
  return proof ? [...new Set([...used, proof.mechanism])] : used;
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function signedOutState(refusal: Refusal): ConnectionState {
  return refusal.refused === 'sign-in'
    ? { status: 'signed-out', problem: refusal.problem, detail: refusal.detail }
    : { status: 'signed-out', problem: 'unexpected' };
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof StreamFailure) return { refused: 'sign-in', problem: error.problem, detail: error.detail };
  if (error instanceof StorageError) return { refused: 'sign-in', problem: 'storage-unavailable' };
  return { refused: 'sign-in', problem: 'unexpected', detail: error instanceof Error ? error.name : undefined };
}
