import type { EmbeddedWorkspace, InteractionEvent, InteractionHandle } from '/embed/backchannel.js';
import type { ContactApi, CrmPastInteraction } from './contact-api.ts';
import { readInbox, type WorkItem } from './inbox.ts';
import { keepWork, type KeptConsultation, type KeptWork, NO_WORK, readWork } from './kept-work.ts';
import type { Softphone } from './softphone.ts';

/** The agent's work: the items that wait, those that are open, and what Backchannel has reported about them. */
export class CrmDesk {
  items: readonly WorkItem[] = [];
  /** The item whose record is shown. */
  shown: WorkItem | undefined;
  history: readonly CrmPastInteraction[] = [];
  /** The sentence that tells the agent what went wrong; empty while nothing did. */
  problem = '';
  readonly #handles = new Map<string, InteractionHandle>();
  #kept: KeptWork;

  /** @param onChange called when there is something else to show */
  constructor(
    private readonly workspace: EmbeddedWorkspace,
    private readonly contacts: ContactApi,
    readonly softphone: Softphone,
    private readonly jid: string,
    private readonly onChange: () => void,
  ) {
    this.#kept = readWork(jid);
    softphone.onStateChange(onChange);
  }

  get waiting(): readonly WorkItem[] {
    return this.items.filter((item) => !this.#isOpen(item) && !this.#kept.done.includes(item.id));
  }

  get open(): readonly WorkItem[] {
    return this.items.filter((item) => this.#isOpen(item));
  }

  consultationsOf({ id }: WorkItem): readonly KeptConsultation[] {
    return this.#kept.consultations[id] ?? [];
  }

  async start(): Promise<void> {
    await this.#attempt(async () => {
      this.items = await readInbox(this.contacts);
      // An item that was open before a reload is opened again by the same id, so that Backchannel goes on with the same interaction.
      for (const item of this.open) await this.#tellOpen(item);
      const [first] = this.open;
      if (first) await this.#show(first);
    });
    this.workspace.onInteractionEvent((event) => this.#note(event));
  }

  /** The agent takes an item from the queue, or comes back to one that is open. */
  async take(item: WorkItem): Promise<void> {
    await this.#attempt(async () => {
      if (!this.#isOpen(item)) {
        if (item.medium === 'voice') this.softphone.answer(item.id);
        await this.#tellOpen(item);
        this.#keep({ open: [...this.#kept.open, item.id] });
      }
      await this.#show(item);
    });
  }

  /** Puts the call on hold in the softphone, as an agent does who doesn't use Backchannel for it. */
  async hold({ id }: WorkItem): Promise<void> {
    await this.#attempt(async () => this.softphone.hold(id));
  }

  async retrieve({ id }: WorkItem): Promise<void> {
    await this.#attempt(async () => this.softphone.retrieve(id));
  }

  /** Closes the interaction, because the agent has answered or hung up. */
  async finish(item: WorkItem): Promise<void> {
    await this.#attempt(async () => {
      await this.#handles.get(item.id)?.close();
      this.#putAway(item.id);
    });
  }

  /** Puts every item back into the queue. */
  async reset(): Promise<void> {
    for (const item of this.open) await this.finish(item);
    this.#keep(NO_WORK);
    this.onChange();
  }

  #isOpen({ id }: WorkItem): boolean {
    return this.#kept.open.includes(id);
  }

  async #tellOpen({ id, medium, contact, caseData: given }: WorkItem): Promise<void> {
    const changed = this.#kept.caseData[id] ?? {};
    const status = medium === 'voice' ? this.softphone.stateOf(id) : undefined;
    const caseData = given.map((field) => ({ ...field, value: changed[field.key] ?? field.value }));
    this.#handles.set(
      id,
      await this.workspace.openInteraction({
        id,
        media: medium,
        contact: { id: contact.id, name: contact.name },
        caseData,
        ...(status ? { status } : {}),
      }),
    );
  }

  async #show(item: WorkItem): Promise<void> {
    this.shown = item;
    this.history = [];
    this.onChange();
    await this.#readHistory(item);
  }

  async #readHistory(item: WorkItem): Promise<void> {
    const history = await this.contacts.history(item.contact.id);
    if (this.shown === item) this.history = history;
  }

  async #note(event: InteractionEvent): Promise<void> {
    const { interactionId } = event;
    switch (event.name) {
      case 'case-data-changed':
        this.#keep({
          caseData: { ...this.#kept.caseData, [interactionId]: { ...this.#kept.caseData[interactionId], [event.key]: event.value } },
        });
        break;
      case 'interaction-closed':
        // The agent closed the interaction in Backchannel, so that the item goes back into the queue.
        this.#handles.delete(interactionId);
        this.softphone.forget(interactionId);
        this.#keep({ open: this.#kept.open.filter((id) => id !== interactionId) });
        break;
      default:
        await this.#noteConsultation(event);
    }
    this.onChange();
  }

  async #noteConsultation(event: Extract<InteractionEvent, { sessionId: string }>): Promise<void> {
    const { interactionId, sessionId, peer } = event;
    const state = STATES[event.name];
    const transcript = event.name === 'consultation-done' ? [...event.transcript] : [];
    const others = (this.#kept.consultations[interactionId] ?? []).filter((known) => known.sessionId !== sessionId);
    this.#keep({ consultations: { ...this.#kept.consultations, [interactionId]: [...others, { sessionId, peer, state, transcript }] } });
    const { shown } = this;
    if (state === 'done' && shown?.id === interactionId) await this.#attempt(() => this.#readHistory(shown));
  }

  #putAway(id: string): void {
    this.#handles.delete(id);
    this.softphone.forget(id);
    this.#keep({ open: this.#kept.open.filter((open) => open !== id), done: [...this.#kept.done, id] });
    if (this.shown?.id === id) this.shown = undefined;
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.problem = '';
    } catch (error) {
      this.problem = error instanceof Error ? error.message : String(error);
    }
    this.onChange();
  }

  #keep(change: Partial<KeptWork>): void {
    this.#kept = { ...this.#kept, ...change };
    keepWork(this.jid, this.#kept);
  }
}

const STATES = {
  'consultation-started': 'started',
  'consultation-accepted': 'accepted',
  'consultation-ended': 'ended',
  'consultation-done': 'done',
} as const;
