import * as v from 'valibot';
import type { CommandArgument, CommandResult } from '../../channel/contract.ts';
import { signInCommands } from '../../channel/contract/sign-in.ts';
import { DONE } from '../../channel/feature.ts';
import type { Log } from '../events/log.ts';
import { within } from '../time/waits.ts';
import type { Account } from './account/account.ts';
import type { loadDeskCode } from './desk/desk-code.ts';
import type { ReadCommand } from './desk/open-desk.ts';
import type { IdleLock } from './sign-in/idle-lock.ts';
import { isAdmittedWhileLocked } from './locked-desk.ts';
import { isPageCommand, type PageDecided, readDecision } from './desk/page-decisions.ts';
import type { RememberedAgent } from './sign-in/remembered-agent.ts';
import { storageRefusalOf } from './sign-in/sign-in-refusal.ts';
import type { SignedInAccount } from './signed-in-account.ts';
import type { TokenAccess } from './sign-in/token-access.ts';

export interface HostCommandsOptions {
  readonly account: SignedInAccount;
  readonly lock: IdleLock;
  /** Resolves when the state of the lock is stored. */
  readonly whenLockStored: () => Promise<void>;
  readonly remembered: Pick<RememberedAgent, 'isKept'>;
  readonly tokens: TokenAccess;
  /** Stores what the page that embeds the widget decides, and follows it. */
  readonly decideByPage: (decision: PageDecided) => Promise<CommandResult>;
  /** Called when the desk stays locked, because the next try may have to wait. */
  readonly onNotUnlocked: () => void;
  readonly loadDeskCode: typeof loadDeskCode;
  readonly log: Log;
}

/** How long signing out waits for commands that were given before. */
const LONGEST_WAIT_MS = 3_000;

const INVALID: CommandResult = { refused: 'invalid-argument' };
const NOT_NOW: CommandResult = { refused: 'not-possible-now' };

/** Carries out the views' commands: those about who is signed in, and the lock, itself; all others on the agent's desk, as far as it isn't locked. */
export class HostCommands {
  /** The commands that are being carried out on a desk. */
  readonly #running = new Set<Promise<CommandResult>>();
  /** Whether the agent is signing out, if nothing is lost by it. */
  #isLeaving = false;

  constructor(private readonly options: HostCommandsOptions) {}

  /**
   * @param view Stands for the view that has given the command
   * @param isAgain Whether a host that died was given it before
   */
  async carryOut(name: string, input: unknown, view: object, isAgain: boolean): Promise<CommandResult> {
    const { account, decideByPage } = this.options;
    if (isSignInCommand(name)) return this.#signInCommand(name, input);
    if (!isPageCommand(name)) return this.#deskCommand(name, input, view, isAgain);
    const decision = readDecision(name, input);
    return decision ? account.inTurn(() => decideByPage(decision)) : INVALID;
  }

  async #signInCommand(name: keyof typeof signInCommands, input: unknown): Promise<CommandResult> {
    const { account: signedIn, tokens } = this.options;
    if (name === 'signIn') {
      const { success, output } = v.safeParse(signInCommands.signIn, input);
      if (!success) return INVALID;
      if (output.jid !== undefined) return signedIn.inTurn(() => signedIn.signIn(output));
      return (await import('./sign-in/issuer-sign-in.ts')).signInByToken(output, signedIn, tokens);
    }
    if (name === 'signOut') {
      const { success, output } = v.safeParse(signInCommands.signOut, input);
      return success ? signedIn.inTurn(() => this.#signOut(output)) : INVALID;
    }
    const given = v.safeParse<(typeof signInCommands)[typeof name]>(signInCommands[name], input);
    if (!given.success) return INVALID;
    const account = await this.#whoIsSignedIn();
    if (!account) return { refused: 'not-signed-in' };
    if (name === 'unlock') return this.#unlock(account, given.output);
    this.options.lock[name]();
    return DONE;
  }

  async #deskCommand(name: string, input: unknown, view: object, isAgain: boolean): Promise<CommandResult> {
    const { account: signedIn } = this.options;
    const code = await this.#loadCode();
    if (!code) return NOT_NOW;
    const command = code.readCommand(name, input);
    if (!command) return INVALID;
    await this.#whoIsSignedIn();
    // What a desk took after it was looked whether signing out loses anything would be lost, so that it is known first whether the agent does sign out.
    while (this.#isLeaving) await signedIn.whenSettled();
    const account = signedIn.current;
    if (!account) return { refused: 'not-signed-in' };
    const work = this.#carryOutOn(account, command, view, isAgain);
    this.#running.add(work);
    return work.finally(() => this.#running.delete(work));
  }

  async #carryOutOn(account: Account, command: ReadCommand, view: object, isAgain: boolean): Promise<CommandResult> {
    const { isLocked } = this.options.lock;
    if (isLocked && !isAdmittedWhileLocked(command.name)) return { refused: 'locked' };
    account.connection.hurry();
    try {
      const { journal } = account;
      const desk = account.desk.current ?? (await account.desk.load());
      const work = () => command.carryOut(desk, view);
      // What a host that died may have sent isn't refused: it is answered when there is room, as that host would have done.
      const result = await (journal.isFull && !isAgain
        ? (await import('./full-disk.ts')).doOnFullDisk(command.name, journal, work)
        : work());
      return isLocked && !result.refused ? {} : result;
    } catch (error) {
      return storageRefusalOf(error);
    }
  }

  async #signOut(given: CommandArgument<'signOut'>): Promise<CommandResult> {
    this.#isLeaving = true;
    try {
      // A desk knows what it has to send when the commands that were given before have ended.
      await within(LONGEST_WAIT_MS, Promise.allSettled(this.#running));
      return await this.options.account.signOut(given);
    } finally {
      this.#isLeaving = false;
    }
  }

  /** @returns undefined when the code can't be loaded. Whoever asks next tries again */
  async #loadCode(): Promise<Awaited<ReturnType<typeof loadDeskCode>> | undefined> {
    return this.options.loadDeskCode().catch(this.options.log.noting('desk-not-loaded'));
  }

  /** The account, if an agent is signed in. A host that has just started may still be reading who is. */
  async #whoIsSignedIn(): Promise<Account | undefined> {
    const { account } = this.options;
    if (!account.current) await account.whenSettled();
    return account.current;
  }

  async #unlock(account: Account, given: CommandArgument<'unlock'>): Promise<CommandResult> {
    const code = await this.#loadCode();
    if (!code) return NOT_NOW;
    const { account: signedIn, lock, whenLockStored, remembered, tokens, onNotUnlocked } = this.options;
    const { jid, service } = account;
    const isStillHere = () => signedIn.current === account;
    return code.unlock(given, {
      account,
      lock,
      whenLockStored,
      isStillHere,
      signInAgain: (secret) =>
        signedIn.inTurn(async () =>
          // Somebody else who has signed in meanwhile stays, because what was given is for this account alone.
          isStillHere() ? signedIn.signIn({ jid, service, ...secret, isKept: await remembered.isKept(), isUnlocking: true }) : NOT_NOW,
        ),
      issuer: tokens.issuer,
      onRefused: onNotUnlocked,
    });
  }
}

function isSignInCommand(name: string): name is keyof typeof signInCommands {
  return Object.hasOwn(signInCommands, name);
}
