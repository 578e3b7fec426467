import * as v from 'valibot';

/** The fields of a contact that this page shows. */
const contact = v.object({
  id: v.string(),
  name: v.string(),
  company: v.string(),
  numbers: v.array(v.object({ kind: v.string(), value: v.string() })),
  emails: v.array(v.string()),
  attributes: v.array(v.object({ name: v.string(), value: v.string() })),
});
const pastInteraction = v.object({
  id: v.string(),
  medium: v.picklist(['voice', 'email', 'chat', 'im']),
  subject: v.string(),
  startedAt: v.pipe(
    v.string(),
    v.transform((time) => new Date(time)),
  ),
  agent: v.object({ name: v.string() }),
  outcome: v.string(),
});
const found = v.object({ items: v.array(v.object({ id: v.string() })) });
const history = v.object({ items: v.array(pastInteraction) });

export type CrmContact = v.InferOutput<typeof contact>;
export type CrmPastInteraction = v.InferOutput<typeof pastInteraction>;

/** The part of the contact service (docs/contact-service.openapi.yaml) that this CRM itself reads. */
export class ContactApi {
  constructor(
    private readonly service: string,
    private readonly getToken: () => Promise<string>,
    /** Called when the service answers that it isn't ready yet. */
    private readonly onWait: () => void,
  ) {}

  /** The id of the first contact with the name that the agent may see. */
  async find(name: string): Promise<string | undefined> {
    const { items } = v.parse(found, await this.#get(`/contacts?${new URLSearchParams({ name, limit: '1' })}`));
    return items[0]?.id;
  }

  async read(contactId: string): Promise<CrmContact> {
    return v.parse(contact, await this.#get(`/contacts/${encodeURIComponent(contactId)}`));
  }

  /** The contact's newest interactions. */
  async history(contactId: string): Promise<readonly CrmPastInteraction[]> {
    return v.parse(history, await this.#get(`/contacts/${encodeURIComponent(contactId)}/interactions?limit=8`)).items;
  }

  async #get(path: string): Promise<unknown> {
    const response = await fetch(this.service + path, { headers: { Authorization: `Bearer ${await this.getToken()}` } });
    if (response.status === 503) {
      // At the demo's first start, the service still fills its database.
      this.onWait();
      await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(response.headers.get('Retry-After') ?? 1)));
      return this.#get(path);
    }
    if (!response.ok) throw new Error(`The contact service answered ${response.status}.`);
    return response.json();
  }
}
