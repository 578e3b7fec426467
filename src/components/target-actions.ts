import { msg, str } from '@lit/localize';
import type { Commands } from '../channel/contract.ts';
import { type AgentTarget, type InternalTarget, targetKeyOf } from '../model/internal-target.ts';
import { privilegeText, refusalOf } from './refusal-text.ts';

/** What the actions on an internal target need of the view that offers them. */
export interface TargetActionsHost {
  /** The agent may start sessions. */
  readonly canMake: () => boolean;
  readonly commands: () => Commands | undefined;
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

  /** A group shows its members; an agent is sent an instant message. */
  run(target: InternalTarget): void {
    if (target.kind === 'group') {
      this.#host.showMembers(target.name);
    } else {
      this.sendMessage(target);
    }
  }

  /** Starts an instant message, or goes on with the session that there is. */
  sendMessage({ jid, name, status }: Pick<AgentTarget, 'jid' | 'name' | 'status'>): void {
    if (!this.#host.canMake()) {
      this.#host.say(privilegeText('make'));
    } else if (status.availability === 'logged-off') {
      this.#host.say(msg(str`${name} is logged off`));
    } else {
      void this.#invite(jid, name);
    }
  }

  toggleFavorite(target: InternalTarget): void {
    void this.#setFavorite(target, !target.isFavorite);
  }

  copyAddress(address: string): void {
    void this.#copy(address);
  }

  async #invite(target: string, name: string): Promise<void> {
    const commands = this.#host.commands();
    if (!commands) {
      return;
    }
    const sessionId = crypto.randomUUID();
    const outcome = commands.invite({ sessionId, target });
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
