import { Desk, type DeskOptions } from './desk.ts';
import type { ServerEnd } from './server-end.ts';
import type { VoiceCallView } from '../../src/model/call/voice-call.ts';
import { callOutcomeOf } from '../../src/model/desk/call-outcomes.ts';
import { type Happening, NewHappenings } from '../../src/model/desk/happening.ts';
import type { Overview } from '../../src/model/workspace.ts';
import { MemoryMedia } from '../fixtures/memory-media.ts';

/** A desk whose page can hold calls' sound. */
export class VoiceDesk extends Desk {
  readonly media: MemoryMedia;
  /** What the agent is told of calls, in order: who, what, and which contact was on hold for it. */
  readonly told: string[] = [];
  #overview: Overview | undefined;

  constructor(server: ServerEnd, logon: string, options: DeskOptions = {}) {
    let media: MemoryMedia | undefined;
    super(server, logon, { ...options, offers: { media: (events) => (media = new MemoryMedia(events)) } });
    if (!media) throw new Error('A view begins its media when it is made.');
    this.media = media;
    this.workspace.subscribe({ kind: 'overview' }, (overview) => void (this.#overview = overview));
    const fresh = new NewHappenings();
    this.workspace.subscribe({ kind: 'happenings' }, (recent) => fresh.in(recent).forEach((happening) => this.#note(happening)));
  }

  /** With whom the agent and they hear each other, as far as it is up to this side. */
  get talkingTo(): readonly string[] {
    const calls = this.#overview?.calls ?? [];
    return this.media.talking.map((callId) => calls.find(({ id }) => id === callId)?.peerLogon ?? callId);
  }

  /** The call with somebody that is as wanted, once there is one. */
  async call(peer: string, isSo: VoiceCallView['state']['status'] | ((call: VoiceCallView) => boolean)): Promise<VoiceCallView> {
    const isIt = (call: VoiceCallView) => call.peerLogon === peer && (typeof isSo === 'string' ? call.state.status === isSo : isSo(call));
    const { calls } = await this.until((overview) => overview.calls.some(isIt), `a call with ${peer}: ${String(isSo)}`);
    return calls.findLast(isIt) as VoiceCallView;
  }

  /** Accepts the call that rings, and is in it. */
  async accept(peer: string): Promise<VoiceCallView> {
    const { id } = await this.call(peer, 'invited');
    const { refused } = await this.workspace.commands.acceptCall({ callId: id });
    if (refused) throw new Error(`${this.logon} could not accept: ${refused}`);
    return this.call(peer, (call) => call.id === id && call.state.status === 'connected');
  }

  #note(happening: Happening): void {
    const { interactions = [] } = this.#overview ?? {};
    const outcome = callOutcomeOf(happening, interactions);
    if (!outcome) return;
    const contact = interactions.find(({ id }) => id === outcome.interactionId);
    this.told.push([outcome.call.peerLogon, outcome.event, ...(contact ? [contact.contact.name] : [])].join(' '));
  }
}
