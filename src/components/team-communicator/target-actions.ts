import { msg, str } from '@lit/localize';
import type { CommandResult, Commands } from '../../channel/contract.ts';
import type { AgentTarget, GroupTarget, InternalTarget } from '../../model/internal-target.ts';
import { type NamedGroup, refOf } from '../../model/target-ref.ts';
import { blockPeer } from '../kit/block-peer.ts';
import type { TargetRights } from './target-rights.ts';
import { notHoldableText, privilegeText } from '../../words/privilege-text.ts';
import { refusalOf } from '../../words/refusal-of.ts';
import type { SessionId } from '../../model/ids.ts';
import { randomId } from '../../channel/random-id.ts';

/** Whom an action begins something with. */
export type Addressee = Pick<AgentTarget, 'jid' | 'name' | 'status'>;

/** What the actions on an internal target need of the view that offers them. */
export interface TargetActionsHost {
  readonly rights: () => Partial<TargetRights>;
  readonly commands: () => Commands | undefined;
  /** The interaction that the target is going to be consulted about, if any. */
  readonly consulting?: () => string | undefined;
  readonly showMembers: (group: GroupTarget) => void;
  readonly showSession: (sessionId: SessionId) => void;
  /** Tells the agent how it went; empty when there is nothing to tell. */
  readonly say: (words: string) => void;
}

/** The actions of the Action menu of an internal target. */
export class TargetActions {
  readonly #host: TargetActionsHost;

  constructor(host: TargetActionsHost) {
    this.#host = host;
  }

  /** Whether the target that the agent chooses is consulted about an interaction. */
  get isConsulting(): boolean {
    return this.#host.consulting?.() !== undefined;
  }

  /** Whether the agent may start sessions. */
  get canMake(): boolean {
    return this.#host.rights().canMake ?? false;
  }

  /** Whether the agent may call. */
  get canCall(): boolean {
    return this.#host.rights().canCall ?? false;
  }

  /** Why nobody can be consulted by voice about the interaction; undefined where somebody can. */
  get voiceProblem(): string | undefined {
    return this.#host.rights().canConsultByVoice ? undefined : notHoldableText();
  }

  /**
   * Does the default action: shows the members of a group or skill, consults an agent, or else sends them an instant message. To one in
   * Do Not Disturb, who is shown nothing now, the agent writes first, and is told so before anything is sent.
   */
  run(target: InternalTarget): void {
    if (target.kind !== 'agent') this.showMembers(target);
    else if (this.isConsulting) this.consult(target);
    else if (target.status.availability === 'do-not-disturb') this.writeFirst(target);
    else this.sendMessage(target);
  }

  /** Starts an instant message, or goes on with the session that there is. */
  sendMessage(target: Addressee): void {
    this.#start('make', target, (commands, sessionId) => commands.invite({ sessionId, target: target.jid }));
  }

  /** Opens a session in which the agent writes first. What they have written goes with the invitation, which says what it is about. */
  writeFirst(target: Addressee): void {
    this.#start('make', target, (commands, sessionId) => commands.invite({ sessionId, target: target.jid, isWrittenFirst: true }));
  }

  /** Calls a colleague, beside the session that there is or a new one. */
  call(target: Addressee): void {
    this.#start('call', target, (commands, sessionId) => commands.call({ callId: randomId(), sessionId, target: target.jid }));
  }

  /** Puts the contact on hold and calls a colleague about it. */
  consultByVoice(target: Addressee): void {
    const interactionId = this.#host.consulting?.();
    const { voiceProblem } = this;
    if (voiceProblem || interactionId === undefined) {
      this.#host.say(voiceProblem ?? '');
      return;
    }
    this.#start('call', target, (commands, sessionId) =>
      commands.consultByVoice({ callId: randomId(), sessionId, interactionId, target: target.jid }),
    );
  }

  /** Does what the shortcut for a call asks: a voice consultation where there is an interaction to ask about, or else a call. */
  speakTo(target: InternalTarget): void {
    if (target.kind === 'agent') this[this.isConsulting ? 'consultByVoice' : 'call'](target);
    else this.callGroup(target);
  }

  /** Opens an instant message consultation, or the one that there is. */
  consult(target: Addressee): void {
    const interactionId = this.#host.consulting?.();
    if (interactionId !== undefined)
      this.#start('make', target, (commands, sessionId) => commands.consult({ sessionId, interactionId, target: target.jid }));
  }

  /** Opens a session in which a group or skill is asked; where somebody is chosen for a consultation, about its interaction. */
  askGroup({ kind, id, name }: NamedGroup): void {
    this.#start('make', { name, status: { availability: 'unknown' } }, (commands, sessionId) =>
      commands.askGroup({ sessionId, group: { kind, id, name }, ...this.#about }),
    );
  }

  /** Calls whoever is ready in a group, or has a skill; where somebody is chosen for a consultation, after the contact was put on hold. */
  callGroup({ kind, id, name }: NamedGroup): void {
    if (this.isConsulting && this.voiceProblem) return this.#host.say(this.voiceProblem);
    this.#start('call', { name, status: { availability: 'unknown' } }, (commands, sessionId) =>
      commands.callGroup({ sessionId, group: { kind, id, name }, ...this.#about }),
    );
  }

  /** The interaction that is asked about, if any. */
  get #about(): { readonly interactionId?: string } {
    const interactionId = this.#host.consulting?.();
    return interactionId === undefined ? {} : { interactionId };
  }

  showMembers(group: GroupTarget): void {
    this.#host.showMembers(group);
  }

  toggleFavorite(target: InternalTarget): void {
    void this.#setFavorite(target, !target.isFavorite);
  }

  /** Whether the agent has blocked somebody; undefined where nobody can be blocked. */
  isBlocked({ jid }: Addressee): boolean | undefined {
    return this.#host.rights().blocked?.includes(jid);
  }

  /** Blocks somebody, or unblocks them. */
  block(target: Addressee, isBlocked: boolean): void {
    void this.#block(target, isBlocked);
  }

  copyAddress(address: string): void {
    void this.#copy(address);
  }

  #start(
    privilege: 'make' | 'call',
    { name, status }: Pick<Addressee, 'name' | 'status'>,
    give: (commands: Commands, sessionId: SessionId) => Promise<CommandResult>,
  ): void {
    if (!(privilege === 'make' ? this.canMake : this.canCall)) this.#host.say(privilegeText(privilege));
    else if (status.availability === 'logged-off') this.#host.say(msg(str`${name} is logged off`));
    else void this.#open(name, give);
  }

  async #open(name: string, give: (commands: Commands, sessionId: SessionId) => Promise<CommandResult>): Promise<void> {
    const commands = this.#host.commands();
    if (!commands) return;

    const sessionId = randomId();
    const outcome = give(commands, sessionId);
    const refusal = await refusalOf(outcome, name);
    this.#host.say(refusal);
    if (!refusal) {
      const result = await outcome;
      this.#host.showSession((result.refused ? undefined : result.sessionId) ?? sessionId);
    }
  }

  async #block({ jid, name }: Addressee, isBlocked: boolean): Promise<void> {
    const commands = this.#host.commands();
    if (commands) this.#host.say(await blockPeer(jid, name, commands, isBlocked));
  }

  async #copy(address: string): Promise<void> {
    // Few copy, so that this is loaded then. Where it can't be, the agent is told the address, as where the browser doesn't copy.
    const isCopied = await import('../kit/clipboard.ts').then(({ copyText }) => copyText(address)).catch(() => false);
    this.#host.say(isCopied ? msg(str`${address} was copied`) : msg(str`The browser didn't allow copying. The address is ${address}`));
  }

  async #setFavorite(target: InternalTarget, isFavorite: boolean): Promise<void> {
    const commands = this.#host.commands();
    if (commands) {
      const refusal = await refusalOf(commands.setFavorite({ target: refOf(target), isFavorite }));
      this.#host.say(
        refusal ||
          (isFavorite ? msg(str`${target.name} was added to your favorites`) : msg(str`${target.name} was removed from your favorites`)),
      );
    }
  }
}
