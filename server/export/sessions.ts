import { entriesOf, type Entry } from './stanza-entry.ts';

/** A row of the archive, of those of its session that follow each other. */
export interface ArchivedStanza {
  /** None for a stanza that names no session, as another program's may: then it counts by the two sides. */
  readonly session: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly xml: string;
}

/** A line of the export: an entry of a session, or, after its entries, the session itself. */
export type ExportLine =
  | (Omit<Entry, 'id'> & { readonly session: string; readonly at: string })
  | {
      readonly type: 'session';
      readonly session: string;
      readonly participants: readonly string[];
      readonly firstAt: string;
      readonly lastAt: string;
      readonly acceptedAt?: string;
      readonly endedAt?: string;
      readonly messages: number;
      readonly caseDataKeys: readonly string[];
    }
  | { readonly type: 'unreadable'; readonly session: string; readonly at: string }
  /** The last line. Where it is missing, the export was cut. */
  | { readonly type: 'end'; readonly sessions: number; readonly messages: number };

/** How many of a session's entries are remembered, in which one that was sent again is recognised. */
const REMEMBERED = 1_000;
const MAX_KEYS = 1_000;
const iso = (at: number) => new Date(at).toISOString();

/** What is known of the session that is being read. */
class OpenSession {
  readonly #participants = new Set<string>();
  readonly #keys = new Set<string>();
  readonly #seen = new Set<string>();
  #messages = 0;
  #lastAt: number;
  #acceptedAt: number | undefined;
  #endedAt: number | undefined;

  constructor(
    readonly id: string,
    private readonly firstAt: number,
  ) {
    this.#lastAt = firstAt;
  }

  /** Takes an entry, unless it was there already. */
  take(entry: Entry, at: number): boolean {
    const key = `${entry.type} ${entry.from} ${entry.id}`;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    for (const oldest of this.#seen) {
      if (this.#seen.size <= REMEMBERED) break;
      this.#seen.delete(oldest);
    }
    this.#lastAt = at;
    this.#participants.add(entry.from).add(entry.to);
    for (const name of entry.caseDataKeys ?? []) if (this.#keys.size < MAX_KEYS) this.#keys.add(name);
    if (entry.type === 'message') this.#messages += 1;
    if (entry.type === 'acceptance') this.#acceptedAt ??= at;
    if (entry.type === 'end' || entry.type === 'rejection' || entry.type === 'cancellation') this.#endedAt = at;
    return true;
  }

  get messages(): number {
    return this.#messages;
  }

  line(): ExportLine | undefined {
    if (this.#participants.size === 0) return undefined;
    return {
      type: 'session',
      session: this.id,
      participants: [...this.#participants].filter(Boolean).sort(),
      firstAt: iso(this.firstAt),
      lastAt: iso(this.#lastAt),
      ...(this.#acceptedAt === undefined ? {} : { acceptedAt: iso(this.#acceptedAt) }),
      ...(this.#endedAt === undefined ? {} : { endedAt: iso(this.#endedAt) }),
      messages: this.#messages,
      caseDataKeys: [...this.#keys].sort(),
    };
  }
}

/** The lines of an export. Its memory doesn't depend on how much there is: one session's summary is held at a time, and of its entries the last ids. */
export async function* exportLines(stanzas: AsyncIterable<ArchivedStanza>): AsyncGenerator<ExportLine> {
  let open: OpenSession | undefined;
  let [sessions, messages] = [0, 0];
  function* close(): Generator<ExportLine> {
    const line = open?.line();
    if (!line) return;
    sessions += 1;
    messages += open?.messages ?? 0;
    yield line;
  }
  for await (const { session, at, xml } of stanzas) {
    const id = session ?? '';
    if (open?.id !== id) {
      yield* close();
      open = new OpenSession(id, at);
    }
    const entries = readEntries(xml);
    if (!entries) yield { type: 'unreadable', session: id, at: iso(at) };
    for (const entry of entries ?? []) {
      const { id: _, ...told } = entry;
      if (open.take(entry, at)) yield { session: id, at: iso(at), ...told };
    }
  }
  yield* close();
  yield { type: 'end', sessions, messages };
}

/** Undefined for a stanza that can't be read: the export names it, and goes on. */
function readEntries(xml: string): readonly Entry[] | undefined {
  try {
    return entriesOf(xml);
  } catch {
    return undefined;
  }
}
