import { attributes, child } from './stanza-xml.ts';

interface Item {
  readonly id: string;
  /** ISO 8601. */
  readonly stamp: string;
  /** The message, as it is forwarded. */
  readonly message: string;
}

/** A page of an archive: the items, and what stands in the answer after them. */
export interface Page {
  readonly items: readonly string[];
  readonly fin: string;
}

/** An account's archive (XEP-0313), read in pages (XEP-0059). */
export class Archive {
  readonly #items: Item[] = [];

  /** @returns the archive id */
  add(message: string, stamp = new Date().toISOString()): string {
    const id = `a${this.#items.length + 1}`;
    this.#items.push({ id, stamp, message });
    return id;
  }

  /** @returns undefined when the query begins after an item that isn't here */
  read(query: Element): Page | undefined {
    const set = child(query, 'set');
    const after = set && child(set, 'after')?.textContent;
    const max = Number((set && child(set, 'max')?.textContent) ?? 50);
    const start = valueOf(query, 'start');
    const first = after ? this.#items.findIndex(({ id }) => id === after) + 1 : start === undefined ? 0 : this.#indexAt(Date.parse(start));
    if (after && first === 0) return undefined;
    const before = set && child(set, 'before')?.textContent;
    if (before !== undefined) return this.#readBefore(before ?? '', max, query);
    const page = this.#items.slice(first, first + max);
    const queryId = query.getAttribute('queryid') ?? undefined;
    return {
      items: page.map(({ id, stamp, message }) => resultOf({ queryId, id, stamp, message })),
      fin: `<fin xmlns="urn:xmpp:mam:2"${first + max >= this.#items.length ? ' complete="true"' : ''}><set xmlns="http://jabber.org/protocol/rsm">${boundsOf(page)}<count>${this.#items.length}</count></set></fin>`,
    };
  }

  #readBefore(before: string, max: number, query: Element): Page | undefined {
    const end = before === '' ? this.#items.length : this.#items.findIndex(({ id }) => id === before);
    if (end < 0) return undefined;
    const page = this.#items.slice(Math.max(0, end - max), end);
    const queryId = query.getAttribute('queryid') ?? undefined;
    return {
      items: page.map((item) => resultOf({ queryId, ...item })),
      fin: `<fin xmlns="urn:xmpp:mam:2"${end <= max ? ' complete="true"' : ''}><set xmlns="http://jabber.org/protocol/rsm">${boundsOf(page)}<count>${this.#items.length}</count></set></fin>`,
    };
  }

  #indexAt(since: number): number {
    const index = this.#items.findIndex(({ stamp }) => Date.parse(stamp) >= since);
    return index < 0 ? this.#items.length : index;
  }
}

function resultOf({ queryId, id, stamp, message }: Item & { readonly queryId: string | undefined }): string {
  return `<result xmlns="urn:xmpp:mam:2"${attributes({ queryid: queryId, id })}><forwarded xmlns="urn:xmpp:forward:0"><delay xmlns="urn:xmpp:delay"${attributes({ stamp })}/>${message}</forwarded></result>`;
}

function boundsOf(page: readonly Item[]): string {
  const [first, last] = [page[0], page.at(-1)];
  return first && last ? `<first>${first.id}</first><last>${last.id}</last>` : '';
}

function valueOf(query: Element, name: string): string | undefined {
  const field = [...query.getElementsByTagName('field')].find((one) => one.getAttribute('var') === name);
  return field && child(field, 'value')?.textContent?.trim();
}
