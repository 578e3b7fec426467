import * as v from 'valibot';
import { type CommandArgument, type CommandName, type CommandResult, COMMANDS, isCommandName } from '../../channel/contract.ts';
import { signInRequest } from '../../channel/contract/sign-in.ts';
import { DONE } from '../../channel/feature.ts';
import type { ChannelPort } from '../../channel/rpc.ts';
import type { BareJid } from '../../model/jid.ts';
import { Turn } from '../../model/turn.ts';
import { getLog, putLog } from '../../storage/log-store.ts';
import { ContactSources } from '../contacts/source/contact-sources.ts';
import { Changes } from '../events/changes.ts';
import { Log } from '../events/log.ts';
import { MediaPages } from '../voice/media-pages.ts';
import { Telephony } from '../voice/telephony.ts';
import { Account } from './account.ts';
import { ACCOUNT_COMMANDS } from './features.ts';
import { HostAnswers } from './host-answers.ts';
import { HostVersion } from './host-version.ts';
import { IdleLock } from './idle-lock.ts';
import { LastView } from './last-view.ts';
import { isAdmittedWhileLocked } from './locked-desk.ts';
import { isPageCommand, PAGE_COMMANDS, type PageDecided } from './page-decisions.ts';
import { PolicyInForce } from './policy-in-force.ts';
import { RememberedAgent } from './remembered-agent.ts';
import { HostMemory } from './session-memory.ts';
import type { SessionHostOptions } from './session-host-options.ts';
import { storageRefusalOf } from './sign-in-refusal.ts';
import { SignedInAccount } from './signed-in-account.ts';
import { TokenAccess } from './token-access.ts';
import { UnkeptStorage } from './unkept-storage.ts';
import { unlock } from './unlock.ts';
import { ViewPort } from './view-port.ts';

/** Owns an agent's connection, sessions and caches. Views come and go, and it can be killed at any moment. */
export class SessionHost {
  readonly #changes = new Changes();
  readonly #log: Log;
  readonly #lastView: LastView;
  readonly #version: HostVersion | undefined;
  readonly #contactSources: ContactSources;
  readonly #tokens: TokenAccess;
  readonly #mediaPages: MediaPages;
  readonly #telephony = new Telephony(() => this.#changes.announce('overview'));
  readonly #remembered: RememberedAgent;
  readonly #lock: IdleLock;
  readonly #lockWrites = new Turn();
  readonly #policy: PolicyInForce;
  readonly #account: SignedInAccount;
  readonly #answers: HostAnswers;
  readonly #unkept: UnkeptStorage;

  constructor(options: SessionHostOptions) {
    const { profile } = options;
    this.#unkept = new UnkeptStorage(options.loadMemoryStorage);
    this.#log = new Log({
      store: { read: () => getLog(profile), write: (entries) => putLog(profile, entries) },
      onChange: () => this.#changes.announce('diagnostics'),
    });
    this.#lastView = new LastView({ onGone: () => options.isOnlyForViews && this.leave(), onBack: () => this.comeBack() });
    this.#mediaPages = new MediaPages(options.openMediaHost, options.toneHost);
    this.#contactSources = new ContactSources(options.contacts, () => this.#account.current?.contacts.sourceChanged());
    this.#tokens = new TokenAccess(options.tokens, () => this.#account.current?.connection);
    this.#remembered = new RememberedAgent({
      profile,
      memory: options.memory ?? new HostMemory(),
      forgetElsewhere: async () => {
        await this.#contactSources.forget();
        await options.forgetAgent?.();
        await options.tokens?.forget(this.#tokens.signingIn);
      },
      onNotMoved: () => this.#log.note('agent-not-moved'),
    });
    this.#lock = new IdleLock({
      now: options.now ?? Date.now,
      detector: options.idleDetector,
      lockAfterMs: () => (this.#account.current?.settings.lockAfterMinutes ?? 0) * 60_000,
      isOnCall: () => this.#account.current?.voice.isOnCall ?? false,
      store: (jid, state) => {
        this.#lockWrites.take(() => this.#remembered.putLock(jid, state)).catch(() => this.#log.note('lock-not-stored'));
      },
      onChange: () => this.#changes.announceAll(),
    });
    this.#version = options.version && new HostVersion(options.version, () => this.#account.current?.voice.isOnCall ?? false);
    this.#changes.follow('overview', () => {
      this.#lock.follow();
      this.#version?.follow();
    });
    this.#policy = new PolicyInForce(profile, options.policy);
    this.#account = new SignedInAccount({
      changes: this.#changes,
      remembered: this.#remembered,
      lock: this.#lock,
      whenLockStored: () => this.#lockWrites.over(),
      policy: () => this.#policy.current,
      tokens: this.#tokens,
      open: (account) =>
        Account.open({
          ...account,
          changes: this.#changes,
          log: this.#log,
          policy: () => this.#policy.current,
          mediaPages: this.#mediaPages,
          telephony: this.#telephony,
          tokens: this.#tokens,
          contactPlace: () => this.#contactSources.current(this.#policy.current),
          now: Date.now,
        }),
    });
    this.#answers = new HostAnswers({
      account: () => this.#account.current,
      signedOutState: () => this.#account.signedOutState,
      whenSettled: () => this.#account.whenSettled(),
      lock: this.#lock,
      remembered: this.#remembered,
      policy: () => this.#policy.current,
      storageProblem: () => this.#unkept.problem,
      log: this.#log,
    });
    const read = () => this.#unkept.prepare().then(() => this.#policy.read());
    this.#account.doInTurn(() => read().then(() => this.#account.signInAsRemembered()));
    options.policy?.onChange(() => this.#account.doInTurn(() => this.#followPolicy()));
  }

  /** The agent who is signed in, even behind a locked desk. It is for the code around the host, never for a view. */
  get agent(): BareJid | undefined {
    return this.#account.current?.jid;
  }

  /** Tells the server that the agent has gone. They stay signed in. */
  leave(): void {
    this.#account.current?.link.leave();
  }

  comeBack(): void {
    this.#account.current?.link.comeBack();
  }

  /** Serves a view until its channel closes. */
  connectView(channel: ChannelPort): void {
    let leave = (): void => {};
    const view: ViewPort = new ViewPort(channel, {
      changes: this.#changes,
      command: (name, input, view) => this.#command(name, input, view),
      answer: (query, signal) => this.#answers.answer(query, signal),
      standIn: (query) => this.#answers.standIn(query),
      onContacts: (offer, call) => {
        // The view doesn't offer any more what it offered before.
        leave();
        leave = this.#contactSources.pages.add(offer, call);
      },
      onTokens: (page) => this.#tokens.add(view, page),
      onMedia: (calls, page) => {
        if (this.#mediaPages.add(view, calls, page)) void this.#claimMedia();
      },
      onMediaEvent: (name, inputs) => this.#mediaPages.hear(view, name, inputs),
      onTelephony: (origin, page) => this.#telephony.add(view, origin, page),
      onGreeting: (build, loadedAt) => this.#version?.greet(build, loadedAt) ?? 'same',
      onClose: (willReturn) => {
        this.#lastView.leave(willReturn);
        leave();
        this.#tokens.remove(view);
        this.#mediaPages.remove(view);
        this.#telephony.remove(view);
      },
    });
    this.#lastView.enter();
  }

  /** To be called when a document has the sound of calls already. If an agent is signed in, the calls go on; if not, they are ended. */
  async #claimMedia(): Promise<void> {
    await this.#account.whenSettled();
    const account = this.#account.current;
    if (account) await account.voice.claimMedia();
    else this.#mediaPages.endCalls();
  }

  async #command(name: string, input: unknown, view: ViewPort): Promise<CommandResult> {
    if (!isCommandName(name)) return { refused: 'invalid-argument' };
    const parsed = v.safeParse<(typeof COMMANDS)[CommandName]>(COMMANDS[name], input);
    if (!parsed.success) return { refused: 'invalid-argument' };
    if (name === 'signIn') {
      const request = v.parse(signInRequest, input);
      if (request.jid !== undefined) return this.#account.inTurn(() => this.#account.signIn(request));
      return (await import('./issuer-sign-in.ts')).signInByToken(request, this.#account, this.#tokens);
    }
    if (name === 'signOut') return this.#account.inTurn(() => this.#account.signOut(v.parse(COMMANDS.signOut, input)));
    // The schema of this very name has parsed the input, here and below.
    if (isPageCommand(name)) return this.#account.inTurn(() => this.#decideByPage(PAGE_COMMANDS[name](parsed.output as never)));
    // A host that has just started may still be reading who is signed in.
    if (!this.#account.current) await this.#account.whenSettled();
    const account = this.#account.current;
    if (!account) return { refused: 'not-signed-in' };
    if (name === 'noteActivity' || name === 'lock') {
      this.#lock[name]();
      return DONE;
    }
    if (name === 'unlock') return this.#unlock(account, v.parse(COMMANDS.unlock, input));
    const isLocked = this.#lock.isLocked;
    if (isLocked && !isAdmittedWhileLocked(name)) return { refused: 'locked' };
    account.connection.hurry();
    const work = () => ACCOUNT_COMMANDS[name](account, parsed.output as never, view);
    try {
      const result = await (account.journal.isFull ? (await import('./full-disk.ts')).doOnFullDisk(name, account.journal, work) : work());
      return isLocked && !result.refused ? {} : result;
    } catch (error) {
      return storageRefusalOf(error);
    }
  }

  /** Stores what the page that embeds the widget decides, and follows it. */
  async #decideByPage(decisions: PageDecided): Promise<CommandResult> {
    if (!(await this.#policy.decideByPage(decisions))) return { refused: 'set-by-policy' };
    await this.#followDecisions();
    return {};
  }

  async #followPolicy(): Promise<void> {
    await this.#policy.read();
    await this.#followDecisions();
    this.#account.current?.contacts.sourceChanged();
    await this.#account.followUse();
  }

  async #followDecisions(): Promise<void> {
    await this.#account.followSharing();
    this.#changes.announce('overview');
    this.#account.current?.followPeers();
    this.#account.current?.consultations.followRules();
  }

  #unlock(account: Account, given: CommandArgument<'unlock'>): Promise<CommandResult> {
    const { jid, service } = account;
    const isStillHere = () => this.#account.current === account;
    return unlock(given, {
      account,
      lock: this.#lock,
      whenLockStored: () => this.#lockWrites.over(),
      isStillHere,
      signInAgain: (secret) =>
        this.#account.inTurn(async () =>
          // Somebody else who has signed in meanwhile stays, because what was given is for this account alone.
          isStillHere()
            ? this.#account.signIn({ jid, service, ...secret, isKept: await this.#remembered.isKept(), isUnlocking: true })
            : { refused: 'not-possible-now' },
        ),
      issuer: this.#tokens.issuer,
      onRefused: () => this.#changes.announce('overview'),
    });
  }
}
