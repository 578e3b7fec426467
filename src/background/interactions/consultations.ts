import type { CaseDataSlice, CommandResult, Refusal } from '../../channel/contract.ts';
import { NO_CASE_DATA } from '../../model/interaction/case-data.ts';
import { type CaseDataRules, colleaguesCaseData, isHiddenKey, shownCaseData } from '../../model/interaction/case-data-rules.ts';
import { type ParentInteraction, parentOf } from '../../model/interaction/consultation.ts';
import type { Interaction } from '../../model/interaction/interaction.ts';
import { pageOf } from '../../model/desk/interaction-event.ts';
import type { BareJid } from '../../model/jid.ts';
import type { Policy } from '../../model/policy.ts';
import { toldByJournal } from '../../storage/journal.ts';
import type { Reach } from '../directory/reach.ts';
import type { RememberedTargets } from '../directory/remembered-targets.ts';
import type { Im } from '../im/im.ts';
import type { InteractionEvents } from './interaction-events.ts';
import type { Interactions } from './interactions.ts';
import type { CallId, InteractionId, SessionId } from '../../model/ids.ts';

/** How often changes are shared at most. Changes that come faster are shared together. */
const SHARE_EVERY_MS = 500;

/** What consultations need of the agent's account, and no more. */
export interface ConsultationDesk {
  readonly policy: Pick<Policy, 'caseData'>;
  readonly reach: Pick<Reach, 'exclusion' | 'refusal' | 'isPlain'>;
  readonly remembered: Pick<RememberedTargets, 'noteUse'>;
  readonly im: Pick<Im, 'get' | 'isTaken' | 'consultationWith' | 'ownConsultations' | 'open' | 'act'>;
  readonly interactions: Pick<Interactions, 'get' | 'changeField' | 'close' | 'announceAll'>;
  readonly interactionEvents: Pick<InteractionEvents, 'add'>;
  /** The agent's calls: an interaction that is a contact's call ends with it. */
  readonly voice: { end(callId: CallId): void };
}

/** The consultations about the active interactions: begins them, and keeps what they share in step. */
export class Consultations {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly desk: ConsultationDesk) {
    // The host may have been killed after a change was stored and before it was shared.
    this.shareSoon();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /**
   * Opens a consultation. Nothing is sent before its first message, or before the call that it is opened for. If one with this target about this
   * interaction goes on, that one is shown.
   */
  async begin(sessionId: SessionId, interactionId: InteractionId, target: BareJid, { isForCall = false } = {}): Promise<CommandResult> {
    const { im, interactions, reach } = this.desk;
    const exclusion = reach.exclusion(target);
    if (exclusion) return exclusion;
    const interaction = interactions.get(interactionId);
    if (!interaction) return { refused: 'unknown-interaction' };
    const existing = im.consultationWith(target, interactionId);
    if (existing) return { sessionId: existing.id };
    // The command was given twice, and the session of the first time is over already.
    if (im.isTaken(sessionId)) return { sessionId };
    const refusal = await reach.refusal(target, 'im');
    if (refusal) return refusal;
    const isPlain = await reach.isPlain(target);
    // Meanwhile another tab may have consulted the same colleague, or the page may have closed the interaction.
    const meanwhile = im.consultationWith(target, interactionId);
    if (meanwhile) return { sessionId: meanwhile.id };
    const parent = this.parentOf(interactionId);
    if (!parent) return { refused: 'unknown-interaction' };
    this.desk.remembered.noteUse({ kind: 'agent', jid: target });
    await im.open({ id: sessionId, peer: target, isPlain, isForCall, parent });
    return { sessionId };
  }

  /** What is shared of an active interaction when a consultation about it begins; undefined for one that isn't open. */
  parentOf(interactionId: InteractionId): ParentInteraction | undefined {
    const interaction = this.desk.interactions.get(interactionId);
    return interaction && parentOf(this.#asShared(interaction));
  }

  /** The case data of an active interaction, or what a consultation shares. */
  caseData(of: 'interaction' | 'session', id: string): CaseDataSlice {
    if (of === 'interaction') {
      const interaction = this.desk.interactions.get(id);
      return { ...(interaction ? shownCaseData(interaction.caseData, this.#rules) : NO_CASE_DATA), leftOut: [] };
    }
    const { caseData = NO_CASE_DATA, leftOut = [] } = this.desk.im.get(id)?.parent ?? {};
    return { ...caseData, leftOut };
  }

  /** Changes a field because the agent does, and tells its page. */
  changeField(interactionId: InteractionId, key: string, value: string): Refusal | undefined {
    const { interactions, interactionEvents } = this.desk;
    if (isHiddenKey(key, this.#rules)) return { refused: 'not-possible-now' };
    const refusal = interactions.changeField(interactionId, key, value);
    if (!refusal) {
      interactionEvents.add({
        ...pageOf(interactionId, interactions.get(interactionId)?.owner),
        name: 'case-data-changed',
        key,
        value,
        at: Date.now(),
      });
    }
    return refusal;
  }

  /** Closes an interaction because the agent does, and tells its page. */
  abandon(interactionId: InteractionId): void {
    const { interactions, interactionEvents } = this.desk;
    const interaction = interactions.get(interactionId);
    if (!interaction) return;
    interactions.close(interactionId);
    // The interaction is a contact's call that came to Backchannel. No page has opened it, so that none is told.
    if (interaction.callId !== undefined) return void this.desk.voice.end(interaction.callId);
    interactionEvents.add({ ...pageOf(interactionId, interaction.owner), name: 'interaction-closed', at: Date.now() });
  }

  /** To be called when the rules for case data have changed, because views and colleagues then see other fields. */
  followRules(): void {
    this.desk.interactions.announceAll();
    this.shareSoon();
  }

  /** To be called when an interaction has changed. Colleagues who are consulted about it see that within a moment. */
  shareSoon(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#share().catch(toldByJournal);
    }, SHARE_EVERY_MS);
  }

  async #share(): Promise<void> {
    const { im, interactions } = this.desk;
    for (const { id, parent } of im.ownConsultations()) {
      const interaction = parent && interactions.get(parent.interactionId);
      if (parent) await im.act(id, { type: 'update-parent', interaction: interaction && this.#asShared(interaction) });
    }
  }

  get #rules(): CaseDataRules {
    return this.desk.policy.caseData ?? [];
  }

  #asShared(interaction: Interaction): Interaction {
    return { ...interaction, caseData: colleaguesCaseData(interaction.caseData, this.#rules) };
  }
}
