// ==================================================================== XEP-0313: Message Archive Management
// -------------------------------------------------------------------- Source: https://xmpp.org/extensions/xep-0313.html
// StanzaJS's own query takes the last result that it could read for the end of a page, so that it would ask for ever for a result at the
// end that it can't read. ====================================================================
import type { Agent } from 'stanza';
import type { IQ, MAMFin, MAMResult, Message } from 'stanza/protocol';
import { randomId } from '../../channel/random-id.ts';
import type { ArchivePage, ArchiveRange } from '../stream/messaging-port.ts';

const NS_MAM = 'urn:xmpp:mam:2';
/** How long the server may be silent. On a slow line the results come one by one. */
const SILENCE_MS = 15_000;

/** A page with the results that could be read, oldest first. */
export interface ArchiveAnswer extends Omit<ArchivePage, 'envelopes' | 'ids'> {
  readonly results: readonly MAMResult[];
}

interface Collecting {
  readonly results: MAMResult[];
  /** Called when one more has come. */
  readonly onHeard: () => void;
}

/** Asks the account's own archive. The results come as messages of their own, before the answer. */
export class ArchiveQuery {
  readonly #collecting = new Map<string, Collecting>();

  /** @param isOwn Whether an address is the account's or its server's. Nobody else can answer for this archive */
  constructor(
    private readonly client: Agent,
    private readonly isOwn: (from: string | undefined) => boolean,
  ) {}

  /** @returns whether the message is a result that was asked for */
  collect({ from, archive }: Message): boolean {
    const collecting = archive && this.isOwn(from) ? this.#collecting.get(archive.queryId ?? '') : undefined;
    if (archive) collecting?.results.push(archive);
    collecting?.onHeard();
    return collecting !== undefined;
  }

  /** @throws the answer, when it is an error; or why there is none, unless the beginning of the page has come */
  async read(range: ArchiveRange, max: number): Promise<ArchiveAnswer> {
    const queryId = randomId();
    const results: MAMResult[] = [];
    try {
      const fin = await this.#ask(range, max, queryId, results);
      const { first, last } = fin.paging ?? {};
      return { results, first: first ?? results[0]?.id, last: last ?? results.at(-1)?.id, isComplete: fin.complete === true };
    } catch (failure) {
      const last = results.at(-1);
      // Results come oldest first, so that those of a page which is read backwards would leave a gap.
      if (!last || 'before' in range || (failure instanceof Object && 'error' in failure)) throw failure;
      return { results, first: results[0]?.id, last: last.id, isComplete: false, isCut: true };
    } finally {
      this.#collecting.delete(queryId);
    }
  }

  async #ask(range: ArchiveRange, max: number, queryId: string, results: MAMResult[]): Promise<Partial<MAMFin>> {
    const { client } = this;
    const fields = [
      { name: 'FORM_TYPE', type: 'hidden', value: NS_MAM },
      ...('since' in range ? [{ name: 'start', type: 'text-single', value: range.since.toISOString() }] : []),
    ];
    const paging = { max, ...('since' in range ? {} : range) };
    const archive = { type: 'query', queryId, paging, form: { type: 'submit', fields } };
    let silence: ReturnType<typeof setTimeout> | undefined;
    // StanzaJS raises an event of this name for the answer, which its types don't know.
    const answered = `iq:id:${queryId}` as 'iq';
    let onAnswer = (_answer: IQ): void => undefined;
    let onGone = (): void => undefined;
    try {
      return await new Promise((resolve, reject) => {
        const onHeard = () => {
          clearTimeout(silence);
          silence = setTimeout(() => reject(new Error('The archive is silent')), SILENCE_MS);
        };
        onGone = () => reject(new Error('The connection is closed'));
        onAnswer = (iq) => {
          if (iq.type === 'result' && this.isOwn(iq.from)) resolve(iq.archive?.type === 'result' ? iq.archive : {});
          else if (iq.type === 'error' && this.isOwn(iq.from)) reject(Object.assign(new Error('The archive refuses'), { error: iq.error }));
        };
        this.#collecting.set(queryId, { results, onHeard });
        client.on(answered, onAnswer);
        client.once('disconnected', onGone);
        onHeard();
        void client.send('iq', { id: queryId, type: 'set', archive } as IQ);
      });
    } finally {
      clearTimeout(silence);
      client.off(answered, onAnswer);
      client.off('disconnected', onGone);
    }
  }
}
