import { msg, str } from '@lit/localize';
import type { CommandResult, Commands } from '../channel/contract.ts';
import { type AgentTarget, type InternalTarget, targetKeyOf } from '../model/internal-target.ts';
import { privilegeText, refusalOf } from './refusal-text.ts';

/** What the actions on an internal target need of the view that offers them. */
export interface TargetActionsHost {
  /** The agent may start sessions. */
  readonly canMake: () => boolean;
  readonly commands: () => Commands | undefined;
  /** The interaction that the target is going to be consulted about, if any. */
  readonly consulting?: () => string | undefined;
  readonly showMembers: (group: string) => void;
  readonly showSession: (sessionId: string) => void;
  /** Tells the agent how it went; empty when there is nothing to tell. */
  readonly say: (words: string) => void;
}

/** The actions of the Action menu of an internal target. */
export class TargetActions {
  readonly #host: TargetActionsHost;

  constructor(host: TargetActionsHost) {
    this.#host = host;
  }

  /** Whoever is chosen is consulted about an interaction. */
  get isConsulting(): boolean {
    return this.#host.consulting?.() !== undefined;
  }

  /** A group shows its members; an agent is consulted, or else sent an instant message. */
  run(target: InternalTarget): void {
    if (target.kind === 'group') {
      this.#host.showMembers(target.name);
    } else if (this.isConsulting) {
      this.consult(target);
    } else {
      this.sendMessage(target);
    }
  }

  /** Starts an instant message, or goes on with the session that there is. */
  sendMessage(target: Pick<AgentTarget, 'jid' | 'name' | 'status'>): void {
    this.#start(target, (commands, sessionId) => commands.invite({ sessionId, target: target.jid }));
  }

  /** Opens an instant message consultation, or the one that there is. */
  consult(target: Pick<AgentTarget, 'jid' | 'name' | 'status'>): void {
    const interactionId = this.#host.consulting?.();
    if (interactionId !== undefined) {
      this.#start(target, (commands, sessionId) => commands.consult({ sessionId, interactionId, target: target.jid }));
    }
  }

  toggleFavorite(target: InternalTarget): void {
    void this.#setFavorite(target, !target.isFavorite);
  }

  copyAddress(address: string): void {
    void this.#copy(address);
  }

  #start({ name, status }: Pick<AgentTarget, 'name' | 'status'>, give: (commands: Commands, sessionId: string) => Promise<CommandResult>): void {
    if (!this.#host.canMake()) {
      this.#host.say(privilegeText('make'));
    } else if (status.availability === 'logged-off') {
      this.#host.say(msg(str`${name} is logged off`));
    } else {
      void this.#open(name, give);
    }
  }

  async #open(name: string, give: (commands: Commands, sessionId: string) => Promise<CommandResult>): Promise<void> {
    const commands = this.#host.commands();
    if (!commands) {
      return;
    }
    const sessionId = crypto.randomUUID();
    const outcome = give(commands, sessionId);
    const refusal = await refusalOf(outcome, name);
    this.#host.say(refusal);
    if (!refusal) {
      const result = await outcome;
      this.#host.showSession((result.refused ? undefined : result.sessionId) ?? sessionId);
    }
  }

  async #copy(address: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(address);
      this.#host.say(msg(str`${address} was copied`));
    } catch {
      this.#host.say(msg(str`The browser didn't allow copying. The address is ${address}`));
    }
  }

  async #setFavorite(target: InternalTarget, isFavorite: boolean): Promise<void> {
    const commands = this.#host.commands();
    if (commands) {
      const refusal = await refusalOf(commands.setFavorite({ target: targetKeyOf(target), isFavorite }));
      this.#host.say(refusal || (isFavorite ? msg(str`${target.name} was added to your favorites`) : msg(str`${target.name} was removed from your favorites`)));
    }
  }
}
