// ==================================================================== XEP-0313: Message Archive Management
// -------------------------------------------------------------------- Source: https://xmpp.org/extensions/xep-0313.html
// StanzaJS's own query takes the last result that it could read for the end of a page, so that it would ask for ever for a result at the
// end that it can't read. ====================================================================
import type { Agent } from 'stanza';
import type { IQ, MAMFin, MAMResult, Message } from 'stanza/protocol';

const NS_MAM = 'urn:xmpp:mam:2';

export interface ArchiveAnswer {
  /** The results that could be read, oldest first. */
  readonly results: readonly MAMResult[];
  /** Where the page ends (XEP-0059 2.1), whether or not its last result could be read. */
  readonly last: string | undefined;
  readonly isComplete: boolean;
}

/** Asks the account's own archive. The results come as messages of their own, before the answer. */
export class ArchiveQuery {
  readonly #collecting = new Map<string, MAMResult[]>();

  /** @param isOwn Whether an address is the account's or its server's. Nobody else can answer for this archive */
  constructor(
    private readonly client: Agent,
    private readonly isOwn: (from: string | undefined) => boolean,
  ) {}

  /** @returns whether the message is a result that was asked for */
  collect({ from, archive }: Message): boolean {
    const results = archive && this.isOwn(from) ? this.#collecting.get(archive.queryId ?? '') : undefined;
    if (archive) results?.push(archive);
    return results !== undefined;
  }

  /** @throws the answer, when it is an error */
  async read(from: { readonly after: string } | { readonly since: Date }, max: number): Promise<ArchiveAnswer> {
    const queryId = crypto.randomUUID();
    const results: MAMResult[] = [];
    this.#collecting.set(queryId, results);
    const fields = [
      { name: 'FORM_TYPE', type: 'hidden', value: NS_MAM },
      ...('since' in from ? [{ name: 'start', type: 'text-single', value: from.since.toISOString() }] : []),
    ];
    const archive = {
      type: 'query',
      queryId,
      paging: { max, ...('after' in from ? { after: from.after } : {}) },
      form: { type: 'submit', fields },
    };
    try {
      const { archive: answer } = await this.client.sendIQ({ type: 'set', archive } as IQ);
      const fin: Partial<MAMFin> = answer?.type === 'result' ? answer : {};
      return { results, last: fin.paging?.last ?? results.at(-1)?.id, isComplete: fin.complete === true };
    } finally {
      this.#collecting.delete(queryId);
    }
  }
}
