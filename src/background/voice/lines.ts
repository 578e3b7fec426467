import type { Interaction } from '../../model/interaction/interaction.ts';
import { hasMedia, type Line, type VoiceCall } from '../../model/call/voice-call.ts';
import { Turn } from '../../model/turn.ts';
import type { Log } from '../events/log.ts';
import type { CallDesk } from './call-desk.ts';
import type { Calls } from './calls.ts';
import type { MediaHosts } from './media-hosts.ts';
import type { Telephony } from './telephony.ts';
import { type InteractionId, interactionOfCall } from '../../model/ids.ts';

export interface LinesOptions {
  readonly calls: Calls;
  readonly interactions: CallDesk['interactions'];
  readonly mediaHosts: MediaHosts;
  readonly telephony: Telephony;
  readonly now: () => number;
  readonly log: Pick<Log, 'noting'>;
}

/**
 * Decides whom the agent hears: at most one line at a time, so that nobody on hold ever hears the others. Changes are made one after the other,
 * however many are asked for at once.
 */
export class Lines {
  readonly #turn = new Turn();

  constructor(private readonly options: LinesOptions) {}

  /** Whether the interaction's contact can be put on hold. */
  canHold(interaction: Omit<Interaction, 'caseData'>): boolean {
    const { telephony, calls } = this.options;
    if (interaction.status === 'ended') return false;
    const call = interaction.callId === undefined ? undefined : calls.get(interaction.callId);
    return call ? hasMedia(call) : telephony.handles(interaction);
  }

  /** @returns whether the line is on hold now */
  hold(line: Line): Promise<boolean> {
    return this.#turn.take(() => this.#setHeld(line, true));
  }

  /** Brings a line back; every other one is put on hold first. @returns whether it is back */
  retrieve(line: Line): Promise<boolean> {
    return this.#turn.take(async () => (await this.#holdAllBut(line)) !== undefined && this.#bringBack(line));
  }

  /** Puts everybody else on hold, because the agent has retrieved a contact or taken a call by the page's own softphone. */
  noteRetrieved(line: Line): Promise<unknown> {
    return this.#turn.take(async () => this.#live().some(isSameLine(line)) && this.#holdAllBut(line));
  }

  /**
   * Puts everybody on hold for a call that begins.
   * @returns who was put on hold for it; undefined when somebody couldn't be, and then the others are brought back
   */
  holdOthers(): Promise<readonly Line[] | undefined> {
    return this.#turn.take(() => this.#holdAllBut(undefined));
  }

  /** Brings back who was put on hold for a call that is over, unless the agent talks to somebody else by now. */
  retrieveAfter(lines: readonly Line[]): Promise<void> {
    return this.#turn.take(async () => {
      for (const line of lines) if (this.#live().length === 0 && this.#isHeld(line)) await this.#bringBack(line);
    });
  }

  /** Brings back who was put on hold for a call that is over. */
  async bringBackAfter({ id, heldLines }: VoiceCall): Promise<void> {
    if (heldLines.length === 0) return;
    const { calls } = this.options;
    // This call was itself on hold for another one. That one will bring them back at its end.
    const next = calls.active().find((call) => call.heldLines.some(isSameLine({ of: 'call', id })));
    if (next) calls.change(next.id, { heldLines: joinedLines(next.heldLines, heldLines) });
    else await this.retrieveAfter(heldLines.filter((line) => !calls.active().some((call) => call.heldLines.some(isSameLine(line)))));
    calls.change(id, { heldLines: [] });
  }

  /** Whether the agent talks to somebody other than in this call. */
  isTalking(exceptCallId: string): boolean {
    return this.#live().some((line) => this.#callOf(line)?.id !== exceptCallId);
  }

  /**
   * The lines that the agent hears: Backchannel's own calls that aren't on hold, and contacts of pages that handle their calls themselves.
   */
  #live(): readonly Line[] {
    const { calls, interactions, telephony } = this.options;
    const talking = calls.active().filter((call) => hasMedia(call) && call.heldSince === undefined);
    const others = interactions.list().filter((interaction) => telephony.handles(interaction) && interaction.status === 'active');
    return [...talking.map(({ id }): Line => ({ of: 'call', id })), ...others.map(({ id }): Line => ({ of: 'interaction', id }))];
  }

  #isHeld(line: Line): boolean {
    const call = this.#callOf(line);
    if (call) return call.heldSince !== undefined;
    return line.of === 'interaction' && this.options.interactions.get(line.id)?.status === 'held';
  }

  async #holdAllBut(line: Line | undefined): Promise<readonly Line[] | undefined> {
    const wanted = line && (this.#callOf(line)?.id ?? line.id);
    const held: Line[] = [];
    for (const other of this.#live().filter(({ id }) => id !== wanted)) {
      if (await this.#setHeld(other, true)) {
        held.push(other);
        continue;
      }
      for (const done of held) await this.#setHeld(done, false);
      return undefined;
    }
    return held;
  }

  /** Brings a line back. Whoever has answered meanwhile is put on hold. */
  async #bringBack(line: Line): Promise<boolean> {
    const isBack = await this.#setHeld(line, false);
    if (isBack) await this.#holdAllBut(line);
    return isBack;
  }

  async #setHeld(line: Line, isHeld: boolean): Promise<boolean> {
    const call = this.#callOf(line);
    if (call) return this.#setCallHeld(call, isHeld);
    return line.of === 'interaction' && this.#setInteractionHeld(line.id, isHeld);
  }

  /** The call of a line. A contact's call can be named by its own id or by its interaction's. */
  #callOf({ of, id }: Line): VoiceCall | undefined {
    const { calls, interactions } = this.options;
    const callId = of === 'call' ? id : interactions.get(id)?.callId;
    return callId === undefined ? undefined : calls.get(callId);
  }

  async #setCallHeld(call: VoiceCall, isHeld: boolean): Promise<boolean> {
    const { calls, mediaHosts, interactions, now, log } = this.options;
    if (!hasMedia(call)) return false;
    if ((call.heldSince !== undefined) === isHeld) return true;
    const isDone = await (mediaHosts.of(call.id)?.changeCall(call.id, { isHeld }) ?? Promise.reject(new Error('no media host'))).then(
      () => true,
      () => false,
    );
    // A document that was only slow must end as the views show it, so that the change is taken back there too.
    if (!isDone) void mediaHosts.of(call.id)?.changeCall(call.id, { isHeld: !isHeld }).catch(log.noting('media-host-silent'));
    const current = calls.get(call.id);
    // The call may have ended meanwhile.
    if (!isDone || !current || !hasMedia(current)) return false;
    calls.put({ ...current, heldSince: isHeld ? now() : undefined });
    if (call.party.kind === 'contact') interactions.update(interactionOfCall(call.id), { status: isHeld ? 'held' : 'active' });
    return true;
  }

  async #setInteractionHeld(id: InteractionId, isHeld: boolean): Promise<boolean> {
    const { interactions, telephony } = this.options;
    const interaction = interactions.get(id);
    if (!interaction || !telephony.handles(interaction)) return false;
    if ((interaction.status === 'held') === isHeld) return interaction.status !== 'ended';
    if (!(await telephony.ask(isHeld ? 'hold' : 'retrieve', interaction))) return false;
    // The page may have said meanwhile that the contact is gone.
    if (interactions.get(id)?.status !== 'ended') interactions.update(id, { status: isHeld ? 'held' : 'active' });
    return true;
  }
}

/** Both lists as one, each line once. */
export function joinedLines(some: readonly Line[], more: readonly Line[]): readonly Line[] {
  return [...some, ...more.filter((line) => !some.some(isSameLine(line)))];
}

function isSameLine({ of, id }: Line): (line: Line) => boolean {
  return (line) => line.of === of && line.id === id;
}
