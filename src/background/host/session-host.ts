import type { CommandName, CommandResult } from '../../channel/contract.ts';
import type { ChannelPort } from '../../channel/rpc.ts';
import type { BareJid } from '../../model/jid.ts';
import { Turn } from '../../model/turn.ts';
import { getLog, putLog } from '../../storage/log-store.ts';
import { ContactSources } from '../contacts/source/contact-sources.ts';
import { Changes } from '../events/changes.ts';
import { Log } from '../events/log.ts';
import { MediaPages } from '../voice/media-pages.ts';
import { Telephony } from '../voice/telephony.ts';
import { Account } from './account/account.ts';
import { loadDeskCode } from './desk/desk-code.ts';
import { HostAnswers } from './host-answers.ts';
import { HostCommands } from './host-commands.ts';
import { HostVersion } from './host-version.ts';
import { IdleLock } from './sign-in/idle-lock.ts';
import { LastView } from './last-view.ts';
import type { PageDecided } from './desk/page-decisions.ts';
import { withHubs } from '../../model/policy.ts';
import { PolicyInForce } from './policy-in-force.ts';
import { RememberedAgent } from './sign-in/remembered-agent.ts';
import { HostMemory } from './sign-in/session-memory.ts';
import type { SessionHostOptions } from './session-host-options.ts';
import { SignedInAccount } from './signed-in-account.ts';
import { TokenAccess } from './sign-in/token-access.ts';
import { UnkeptStorage } from './unkept-storage.ts';
import { ViewPort } from './view-port.ts';

/** The view asks again for as long as what it shows seems to be seen. */
const NOT_SEEN: CommandResult = { refused: 'not-possible-now' };

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
  readonly #commands: HostCommands;
  readonly #unkept: UnkeptStorage;
  readonly #loadDeskCode: typeof loadDeskCode;

  constructor(options: SessionHostOptions) {
    const { profile, now = Date.now } = options;
    this.#loadDeskCode = options.loadDeskCode ?? loadDeskCode;
    this.#unkept = new UnkeptStorage(options.loadMemoryStorage);
    this.#log = new Log({
      store: { read: () => getLog(profile), write: (entries) => putLog(profile, entries) },
      onChange: () => this.#changes.announce('diagnostics'),
    });
    this.#lastView = new LastView({ onGone: () => options.isOnlyForViews && this.leave(), onBack: () => this.comeBack() });
    this.#mediaPages = new MediaPages(options.openMediaHost, options.toneHost);
    this.#contactSources = new ContactSources(options.contacts, () => this.#account.current?.sourceChanged());
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
      now,
      detector: options.idleDetector,
      lockAfterMs: () => (this.#account.current?.settings.lockAfterMinutes ?? 0) * 60_000,
      isOnCall: () => this.#account.current?.isOnCall ?? false,
      store: (jid, state) => {
        this.#lockWrites.take(() => this.#remembered.putLock(jid, state)).catch(() => this.#log.note('lock-not-stored'));
      },
      onChange: () => this.#changes.announceAll(),
    });
    this.#version = options.version && new HostVersion(options.version, () => this.#account.current?.isOnCall ?? false);
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
          loadDeskCode: this.#loadDeskCode,
          log: this.#log,
          policy: () => withHubs(this.#policy.current, account.hubs),
          mediaPages: this.#mediaPages,
          telephony: this.#telephony,
          tokens: this.#tokens,
          contactPlace: () => this.#contactSources.current(this.#policy.current),
          now,
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
    this.#commands = new HostCommands({
      account: this.#account,
      lock: this.#lock,
      whenLockStored: () => this.#lockWrites.over(),
      remembered: this.#remembered,
      tokens: this.#tokens,
      decideByPage: (decision) => this.#decideByPage(decision),
      onNotUnlocked: () => this.#changes.announce('overview'),
      loadDeskCode: this.#loadDeskCode,
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

  /**
   * Serves a view until its channel closes.
   * @param isInSight Whether the view can be seen, as far as others know better than the view: it hears of what hides it some frames later
   */
  connectView(channel: ChannelPort, isInSight: () => boolean = () => true): void {
    let leave = (): void => {};
    const view: ViewPort = new ViewPort(channel, {
      changes: this.#changes,
      command: (name, ...given) =>
        name === ('display' satisfies CommandName) && !isInSight() ? Promise.resolve(NOT_SEEN) : this.#commands.carryOut(name, ...given),
      loadQueries: this.#loadDeskCode,
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
    if (account) await (await account.desk.load()).voice.claimMedia();
    else this.#mediaPages.endCalls();
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
    this.#account.current?.sourceChanged();
    await this.#account.followUse();
  }

  async #followDecisions(): Promise<void> {
    await this.#account.followSharing();
    this.#changes.announce('overview');
    this.#account.current?.followPeers();
    this.#account.current?.desk.current?.consultations.followRules();
  }
}
