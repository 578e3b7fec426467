import * as v from 'valibot';
import type { AccountSlice, CommandName, CommandResult, Query, Refusal, Slices } from '../channel/contract.ts';
import type { ChannelPort } from '../channel/rpc.ts';
import { COMMANDS, signInRequest } from '../channel/schemas.ts';
import { bareJidOf, domainOf, isBareJid } from '../model/jid.ts';
import { NO_POLICY, type Policy } from '../model/policy.ts';
import { DEFAULT_SETTINGS } from '../model/settings.ts';
import type { ConnectionState } from '../model/workspace.ts';
import { getPageDecisions, putPageDecisions } from '../storage/policy-store.ts';
import { deleteAccountDatabase, StorageError } from '../storage/database.ts';
import { countStored } from '../storage/history-store.ts';
import { getProfile, type Profile, putProfile } from '../storage/profile-store.ts';
import { Account } from './account.ts';
import { answerOf, NOTHING } from './answers.ts';
import { Changes } from './changes.ts';
import { ACCOUNT_COMMANDS } from './commands.ts';
import { type ContactAccess, ContactSources } from './contacts/contact-sources.ts';
import { DropCounts } from './drop-counts.ts';
import type { Login, ScramKeys, SignInProof } from './messaging-port.ts';
import { type PageDecided, pageDecisionsOf } from './page-decisions.ts';
import { ViewPort } from './view-port.ts';
import { MediaPages, type ToneHost } from './voice/media-pages.ts';
import { Telephony } from './voice/telephony.ts';
import { checkService, findService } from './xmpp/host-meta.ts';
import { StreamFailure } from './xmpp/stream-failure.ts';

/** Where the organisation's policy comes from. */
export interface PolicySource {
  read(): Promise<Policy>;
  onChange(listener: () => void): void;
}

/** Holds login keys in memory for as long as the browser runs, where the browser may stop the host itself at any time. */
export interface SessionKeys {
  get(): Promise<ScramKeys | undefined>;
  put(keys: ScramKeys | undefined): Promise<void>;
}

export interface SessionHostOptions {
  /** Who is remembered as signed in; one host per profile and browser. */
  readonly profile: string;
  readonly policy?: PolicySource;
  readonly sessionKeys?: SessionKeys;
  /** The contact service of who has this browser; where none is chosen, pages bring contacts. */
  readonly contacts?: ContactAccess;
  /** Opens the document for calls' sound, where views have none. */
  readonly openMediaHost?: () => Promise<void>;
  /** Plays ring and ringback, where that document isn't the one to. */
  readonly toneHost?: ToneHost;
}

/** The one owner of an agent's connection, sessions and caches. Views come and go; it can be killed at any moment. */
export class SessionHost {
  private readonly changes = new Changes();
  private readonly drops = new DropCounts(() => this.changes.announce('diagnostics'));
  private readonly views = new Set<ViewPort>();
  private readonly contactSources: ContactSources;
  private readonly mediaPages: MediaPages;
  private readonly telephony = new Telephony(() => this.changes.announce('overview'));
  private account: Account | undefined;
  private policy = NO_POLICY;
  private whenSignedOut: ConnectionState = { status: 'starting' };
  /** The first attempt with the keys that were kept. */
  private remembered: Promise<void> = Promise.resolve();
  /** Signing in and out happen one after the other, however many views ask. */
  private turn: Promise<unknown>;

  constructor(private readonly options: SessionHostOptions) {
    this.mediaPages = new MediaPages(options.openMediaHost, options.toneHost);
    this.contactSources = new ContactSources(options.contacts, () => this.account?.contacts.sourceChanged());
    this.turn = this.readPolicy().then(() => this.signInAsRemembered());
    options.policy?.onChange(() => void (this.turn = this.turn.then(() => this.followPolicy())));
  }

  /** Serves a view until its channel closes. */
  connectView(channel: ChannelPort): void {
    let leave = (): void => {};
    const view: ViewPort = new ViewPort(channel, {
      changes: this.changes,
      command: (name, input, view) => this.command(name, input, view),
      answer: (query, signal) => this.answer(query, signal),
      standIn: (query) => this.standIn(query),
      onContacts: (offer, call) => {
        // What it offered before it offers no more.
        leave();
        leave = this.contactSources.pages.add(offer, call);
      },
      onMedia: (calls, page) => {
        if (this.mediaPages.add(view, calls, page)) void this.claimMedia();
      },
      onMediaEvent: (name, inputs) => this.mediaPages.hear(view, name, inputs),
      onTelephony: (origin, page) => this.telephony.add(view, origin, page),
      onClose: () => {
        this.views.delete(view);
        leave();
        this.mediaPages.remove(view);
        this.telephony.remove(view);
      },
    });
    this.views.add(view);
  }

  /** A document has the sound of calls already: they go on, or nobody is there to end them. */
  private async claimMedia(): Promise<void> {
    await this.turn;
    if (this.account) await this.account.voice.claimMedia();
    else this.mediaPages.endCalls();
  }

  private async command(name: string, input: unknown, view: ViewPort): Promise<CommandResult> {
    if (!isCommandName(name)) return { refused: 'invalid-argument' };
    const parsed = v.safeParse<(typeof COMMANDS)[CommandName]>(COMMANDS[name], input);
    if (!parsed.success) return { refused: 'invalid-argument' };
    if (name === 'signIn') return this.inTurn(() => this.signIn(v.parse(signInRequest, input)));
    if (name === 'signOut') return this.inTurn(() => this.signOut(v.parse(COMMANDS.signOut, input).isHeldByRecords));
    if (name === 'setCaseDataRules') return this.inTurn(() => this.decideByPage({ caseData: v.parse(COMMANDS.setCaseDataRules, input).rules }));
    if (name === 'setGuestHosts') return this.inTurn(() => this.decideByPage({ guestHosts: v.parse(COMMANDS.setGuestHosts, input).hosts }));
    if (name === 'setPlainAllowed') return this.inTurn(() => this.decideByPage({ isPlainAllowed: v.parse(COMMANDS.setPlainAllowed, input).isAllowed }));
    if (name === 'setTrustedDomains') return this.inTurn(() => this.decideByPage({ trustedDomains: v.parse(COMMANDS.setTrustedDomains, input).hosts }));
    if (name === 'setStrangers') return this.inTurn(() => this.decideByPage({ strangers: v.parse(COMMANDS.setStrangers, input).strangers }));
    if (name === 'setCardNumbersInMessages') return this.inTurn(() => this.decideByPage({ cardNumbersInMessages: v.parse(COMMANDS.setCardNumbersInMessages, input).value }));
    // A host that has just started may still be reading what it knew.
    if (!this.account) await this.turn;
    if (!this.account) return { refused: 'not-signed-in' };
    try {
      // The schema of this very name has parsed the input.
      return await ACCOUNT_COMMANDS[name](this.account, parsed.output as never, view);
    } catch (error) {
      if (error instanceof StorageError) return { refused: 'storage-failed' };
      throw error;
    }
  }

  private answer(query: Query, signal: AbortSignal): Slices[Query['kind']] | Promise<Slices[Query['kind']]> {
    const { account } = this;
    if (query.kind === 'diagnostics') return { dropped: this.drops.list() };
    if (!account) return this.answerSignedOut(query);
    return query.kind === 'account' ? this.describe(account) : answerOf(account, query, signal);
  }

  /** In place of an answer that failed. */
  private standIn(query: Query): Slices[Query['kind']] {
    // Without an account: it is being left.
    if (this.account) this.drops.count(`slice-failed-${query.kind}`);
    return this.answerSignedOut(query, this.account?.connectionState);
  }

  private answerSignedOut(query: Query, connection = this.whenSignedOut): Slices[Query['kind']] {
    if (query.kind !== 'overview') return NOTHING[query.kind];
    return { connection, sessions: [], interactions: [], calls: [], settings: { ...DEFAULT_SETTINGS, ...this.policy.settings }, policy: this.policy, areNotificationsHeld: false, blocklist: { peers: [], isOnServer: true } };
  }

  private async describe({ service, database, journal }: Account): Promise<AccountSlice> {
    await journal.flush();
    const [profile, counts, estimate] = await Promise.all([getProfile(this.options.profile), countStored(database), navigator.storage?.estimate?.()]);
    return { service, isSignInKept: profile?.keys !== undefined, ...counts, bytes: estimate?.usage };
  }

  private async readPolicy(): Promise<void> {
    this.policy = (await this.options.policy?.read()) ?? { ...NO_POLICY, ...pageDecisionsOf(await getPageDecisions(this.options.profile)) };
  }

  /** Where there is no policy, the page that embeds may decide. */
  private async decideByPage(decisions: PageDecided): Promise<CommandResult> {
    if (this.options.policy) return { refused: 'set-by-policy' };
    this.policy = { ...this.policy, ...decisions };
    await putPageDecisions(this.options.profile, decisions);
    this.changes.announce('overview');
    this.account?.followPeers();
    this.account?.consultations.followRules();
    return {};
  }

  private async followPolicy(): Promise<void> {
    await this.readPolicy();
    this.changes.announce('overview');
    const { account } = this;
    account?.contacts.sourceChanged();
    account?.consultations.followRules();
    account?.followPeers();
    if (account && !this.policy.privileges.canUse) this.leave(account, refusalOf(new StreamFailure('not-allowed')));
    if (!account) await this.signInAsRemembered();
    else await this.forgetKeysIfNotAllowed();
  }

  /** Where keeping isn't allowed, what was kept until now lasts as long as the browser runs. */
  private async forgetKeysIfNotAllowed(): Promise<void> {
    const profile = this.policy.isKeepingAllowed ? undefined : await getProfile(this.options.profile);
    if (!profile?.keys) return;
    await this.options.sessionKeys?.put(profile.keys);
    await putProfile(this.options.profile, { ...profile, keys: undefined });
  }

  private checkUse(): void {
    if (!this.policy.privileges.canUse) throw new StreamFailure('not-allowed');
  }

  private inTurn(work: () => Promise<CommandResult>): Promise<CommandResult> {
    const done = this.turn.then(work).catch((error: unknown) => refusalOf(error));
    this.turn = done;
    return done;
  }

  private async signInAsRemembered(): Promise<void> {
    try {
      this.checkUse();
      await this.forgetKeysIfNotAllowed();
      const profile = await getProfile(this.options.profile);
      const keys = profile?.keys ?? (await this.options.sessionKeys?.get());
      if (!profile || !keys) return this.setSignedOut({ status: 'signed-out' });
      const service = checkService(this.policy.service ?? profile.service);
      const account = await this.openAccount({ ...profile, service }, { keys });
      this.show(account);
      // Not awaited: with no network the stored sessions are there at once, and the connection follows.
      this.remembered = account.connection.start(true).catch((error: unknown) => this.leave(account, refusalOf(error)));
    } catch (error) {
      this.setSignedOut(signedOutState(refusalOf(error)));
    }
  }

  private async signIn(request: v.InferOutput<typeof signInRequest>): Promise<CommandResult> {
    this.checkUse();
    const jid = bareJidOf(request.jid);
    if (!isBareJid(jid)) throw new StreamFailure('bad-address');
    const wanted = this.policy.service ?? request.service;
    const given = wanted ? checkService(wanted) : undefined;
    const isSame = () => this.account?.jid === jid && (given === undefined || given === this.account.service);
    // Keys that were kept may have gone stale: then what was given now counts.
    if (isSame()) await this.remembered;
    if (isSame() && this.account?.overview().connection.status !== 'signed-out') return {};
    await this.stopAccount();
    const service = given ?? (await findService(domainOf(jid)));
    let proof: SignInProof | undefined;
    const before = await getProfile(this.options.profile);
    const usedMechanisms = before?.jid === jid ? before.usedMechanisms : [];
    const login: Login = request.token !== undefined ? { token: request.token } : { password: request.password ?? '' };
    const account = await this.openAccount({ jid, service, usedMechanisms }, login, (fresh) => (proof = fresh));
    if (account.status.availability === 'logged-off') account.setStatus({ availability: 'ready' });
    try {
      await account.connection.start(false);
    } catch (error) {
      await account.stop();
      throw error;
    }
    this.show(account);
    const isKept = request.isKept && this.policy.isKeepingAllowed;
    await putProfile(this.options.profile, { jid, service, usedMechanisms: withMechanism(usedMechanisms, proof), keys: isKept ? proof?.keys : undefined });
    await this.options.sessionKeys?.put(isKept ? undefined : proof?.keys);
    return {};
  }

  private async signOut(isHeldByRecords: boolean): Promise<CommandResult> {
    const { account } = this;
    const count = isHeldByRecords ? ((await account?.endForSignOut()) ?? 0) : 0;
    if (count > 0) return { refused: 'unsent-records', count };
    // Who could not be signed in as remembered has stored something too.
    const jid = account?.jid ?? (await getProfile(this.options.profile))?.jid;
    await putProfile(this.options.profile, undefined);
    await this.options.sessionKeys?.put(undefined);
    await account?.im.endAll();
    await account?.contacts.settle();
    await this.stopAccount();
    // Neither is left because the other can't be had.
    await Promise.all([this.contactSources.forget(), jid ? deleteAccountDatabase(jid) : undefined]);
    this.setSignedOut({ status: 'signed-out' });
    return {};
  }

  private openAccount({ jid, service, usedMechanisms }: Profile, login: Login, onSignedIn: (proof: SignInProof) => void = () => undefined): Promise<Account> {
    const opening: Promise<Account> = Account.open({
      jid,
      service,
      login,
      usedMechanisms,
      changes: this.changes,
      drops: this.drops,
      policy: () => this.policy,
      mediaPages: this.mediaPages,
      telephony: this.telephony,
      contactPlace: () => this.contactSources.current(this.policy),
      now: Date.now,
      onSignedIn,
      // This one's: a late write of an account that was left says nothing about the one that took its place.
      onStorageLost: () => void opening.then((account) => this.leave(account, { refused: 'sign-in', problem: 'storage-unavailable' }), () => undefined),
    });
    return opening;
  }

  private show(account: Account): void {
    this.account = account;
    this.changes.announceAll();
  }

  private async stopAccount(): Promise<void> {
    const { account } = this;
    this.account = undefined;
    await account?.stop();
  }

  private leave(account: Account, refusal: Refusal): void {
    if (this.account !== account) return;
    void this.stopAccount();
    this.setSignedOut(signedOutState(refusal));
  }

  private setSignedOut(state: ConnectionState): void {
    this.whenSignedOut = state;
    this.changes.announceAll();
  }
}

function withMechanism(used: Profile['usedMechanisms'], proof: SignInProof | undefined): Profile['usedMechanisms'] {
  return proof ? [...new Set([...used, proof.mechanism])] : used;
}

function isCommandName(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

function signedOutState(refusal: Refusal): ConnectionState {
  return refusal.refused === 'sign-in' ? { status: 'signed-out', problem: refusal.problem, detail: refusal.detail } : { status: 'signed-out', problem: 'unexpected' };
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof StreamFailure) return { refused: 'sign-in', problem: error.problem, detail: error.detail };
  if (error instanceof StorageError) return { refused: 'sign-in', problem: 'storage-unavailable' };
  return { refused: 'sign-in', problem: 'unexpected', detail: error instanceof Error ? error.name : undefined };
}
