import type { Refusal } from '../../channel/contract.ts';
import type { BareJid } from '../../model/jid.ts';
import type { GroupRef } from '../../model/target-ref.ts';
import type { Privileges } from '../../model/policy.ts';
import type { AbilitiesStream, Capabilities } from './capabilities.ts';
import type { SessionId } from '../../model/ids.ts';
import type { LineTicket, MessagingStream } from '../stream/messaging-port.ts';
import type { LineNews } from './group-members.ts';
import { within } from '../time/waits.ts';
import type { Presence } from './presence.ts';
import type { Roster } from './roster.ts';

/** How long the server may take to say who is there. */
const TOLD_WITHIN_MS = 2_000;

export interface ReachOptions {
  readonly me: BareJid;
  readonly presence: Pick<Presence, 'statusOf' | 'chosenAtOf' | 'isTold'>;
  /** Resolves when the server has told who is there, as far as it knows until now. */
  readonly whenTold: () => Promise<unknown>;
  /** Loads what is known of programs' capabilities, which nobody needs before somebody is turned to. */
  readonly capabilities: () => Promise<Pick<Capabilities, 'isPlain' | 'takesCalls'>>;
  readonly isBlocked: (target: BareJid) => boolean;
  readonly privileges: () => Privileges;
  /** The stream to the messaging server, while there is one. */
  readonly stream: () => (AbilitiesStream & Pick<MessagingStream, 'openAvailability'>) | undefined;
  readonly roster: Pick<Roster, 'candidates'>;
  /** The organisation's availability hubs, which know who is ready. */
  readonly hubs: () => readonly string[];
}

/** Whether the agent can turn to a target now, and by what. */
export class Reach {
  constructor(private readonly options: ReachOptions) {}

  /** Why nothing can be begun with a target, and no session with them be joined. */
  exclusion(target: BareJid): Refusal | undefined {
    if (target === this.options.me) return { refused: 'target-is-self' };
    return this.options.isBlocked(target) ? { refused: 'target-blocked' } : undefined;
  }

  /** Why this agent may begin no IM session, or no call, with anybody. */
  denial(by: 'im' | 'call'): Refusal | undefined {
    const { canMake, canCall } = this.options.privileges();
    if (by === 'im' && !canMake) return { refused: 'not-allowed', privilege: 'make' };
    return by === 'call' && !canCall ? { refused: 'not-allowed', privilege: 'call' } : undefined;
  }

  /**
   * Why an IM session or a call with a target can't be begun, as far as is known here. A target who seems to be logged off may only not have been told of
   * yet, just after a new stream has begun: what the server has to tell is heard first, and who it can't tell of in time isn't refused.
   */
  async refusal(target: BareJid, by: 'im' | 'call'): Promise<Refusal | undefined> {
    const refusal = this.exclusion(target) ?? this.denial(by);
    const isLoggedOff = () => this.options.presence.statusOf(target).availability === 'logged-off';
    if (refusal || !isLoggedOff()) return refusal;
    await within(TOLD_WITHIN_MS, this.options.whenTold()).catch(() => undefined /* The stream has ended, and what is known counts. */);
    return isLoggedOff() && this.options.presence.isTold ? { refused: 'target-logged-off' } : undefined;
  }

  /** Whether a target can have a plain chat only. Their devices are asked, for some seconds at most. */
  async isPlain(target: BareJid): Promise<boolean> {
    return (await this.#capabilities())?.isPlain(target, this.options.stream()) ?? false;
  }

  /** The members of a group who are ready and can be asked, longest ready first. Their devices are asked, for a second at most. */
  async readyMembers(group: GroupRef): Promise<readonly BareJid[]> {
    return (await import('./group-members.ts')).askableMembers(group, this, this.options);
  }

  /** Finds the members whom the agent, who waits in the line for a group, may ask now. */
  async nextInLine(group: GroupRef, ticket: LineTicket): Promise<LineNews> {
    return (await import('./group-members.ts')).nextInLine(group, ticket, this, this.options);
  }

  /** Gives up a place in line. */
  async leaveLine(group: GroupRef, id: SessionId): Promise<void> {
    return (await import('./group-members.ts')).leaveLine(group, id, this.options);
  }

  /** Calls back when a hub says that somebody of a group has become ready for whom the agent waits in line. */
  async followLine(onMove: (group: GroupRef) => void): Promise<void> {
    const exchange = this.options.hubs().length > 0 ? await this.options.stream()?.openAvailability() : undefined;
    if (exchange) exchange.onLineMoves = (from, group) => (this.options.hubs().includes(from) ? onMove(group) : undefined);
  }

  /** Why a call with a target can't be begun, which their devices are asked about too, for some seconds at most. */
  async refusalOfCall(target: BareJid): Promise<Refusal | undefined> {
    const refusal = await this.refusal(target, 'call');
    if (refusal) return refusal;
    const stream = this.options.stream();
    if (!stream) return { refused: 'not-possible-now' };
    const takesCalls = (await (await this.#capabilities())?.takesCalls(target, stream)) ?? true;
    return takesCalls ? undefined : { refused: 'target-without-voice' };
  }

  /** If the part can't be loaded now, the target counts as somebody whose devices don't answer: as one of us. The next question loads it anew. */
  #capabilities(): Promise<Pick<Capabilities, 'isPlain' | 'takesCalls'> | undefined> {
    return this.options.capabilities().catch(() => undefined);
  }
}
