const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A byte is seldom if it is one of more than so many. */
const SELDOM = 64;

/** The byte of a part that is looked for first, and its place in the part. */
interface Sought {
  readonly place: number;
  readonly byte: number;
  readonly isSeldom: boolean;
}

/** Texts one after the other as UTF-8, which take no more memory than their letters. */
export class PackedTexts {
  /** How often each byte is there, once that was asked. */
  #counts: Uint32Array | undefined;

  /** @param ends Where each text ends, and the next begins */
  private constructor(
    readonly bytes: Uint8Array,
    readonly ends: Uint32Array,
  ) {}

  static of(texts: readonly string[]): PackedTexts {
    let end = 0;
    const ends = Uint32Array.from(texts, (text) => (end += bytesIn(text)));
    // All at once, because each would be an array of its own, which thousands of times are work for the garbage collector.
    return new PackedTexts(encoder.encode(texts.join('')), ends);
  }

  /** Parts of such texts, one after the other. */
  static join(parts: readonly { readonly of: PackedTexts; readonly from: number; readonly to: number }[]): PackedTexts {
    const ends = new Uint32Array(parts.reduce((sum, { from, to }) => sum + to - from, 0));
    const bytes = new Uint8Array(parts.reduce((sum, { of, from, to }) => sum + of.startOf(to) - of.startOf(from), 0));
    let row = 0;
    let end = 0;
    for (const { of, from, to } of parts) {
      const moved = end - of.startOf(from);
      bytes.set(of.bytes.subarray(of.startOf(from), of.startOf(to)), end);
      for (let one = from; one < to; one += 1) ends[row++] = end = moved + of.startOf(one + 1);
    }
    return new PackedTexts(bytes, ends);
  }

  get length(): number {
    return this.ends.length;
  }

  /** Where a text begins, or the one before it ends. */
  startOf(row: number): number {
    return row === 0 ? 0 : (this.ends[row - 1] ?? 0);
  }

  at(row: number): string {
    return decoder.decode(this.bytes.subarray(this.startOf(row), this.ends[row]));
  }

  /** Whether a text begins with this. */
  beginsWith(row: number, part: Uint8Array): boolean {
    const start = this.startOf(row);
    return start + part.length <= (this.ends[row] ?? 0) && this.#isAt(start, part);
  }

  /** Whether this stands in a text. */
  includes(row: number, part: Uint8Array): boolean {
    return this.#find(part, this.startOf(row), this.ends[row] ?? 0) >= 0;
  }

  /** The texts in which this stands, in their order. */
  *holding(part: Uint8Array): Generator<number> {
    const { ends } = this;
    const sought = this.#rarestOf(part);
    let row = 0;
    for (let at = this.#findAnywhere(part, sought, 0); at >= 0;) {
      while ((ends[row] ?? Infinity) <= at) row += 1;
      const end = ends[row] ?? 0;
      // What begins in one text and ends in the next stands in neither.
      const isWithin = at + part.length <= end;
      if (isWithin) yield row;
      at = this.#findAnywhere(part, sought, isWithin ? end : at + 1);
    }
  }

  /** @param place Of the byte of the part that is looked for first */
  #find(part: Uint8Array, from: number, to: number, place = 0): number {
    const { bytes } = this;
    const last = to - part.length + place;
    const byte = part[place];
    for (let at = from + place; at <= last; at += 1) if (bytes[at] === byte && this.#isAt(at - place, part)) return at - place;
    return -1;
  }

  /** As `#find`, to the end of all texts, by the part's rarest byte, which has to be compared with the rest of the part in the fewest places. */
  #findAnywhere(part: Uint8Array, { place, byte, isSeldom }: Sought, from: number): number {
    const { bytes } = this;
    if (!isSeldom) return this.#find(part, from, bytes.length, place);
    // The engine's own search is several times as fast, but slow to begin.
    for (let at = bytes.indexOf(byte, from + place); at >= 0; at = bytes.indexOf(byte, at + 1))
      if (at + part.length - place <= bytes.length && this.#isAt(at - place, part)) return at - place;
    return -1;
  }

  #rarestOf(part: Uint8Array): Sought {
    const counts = (this.#counts ??= countsOf(this.bytes));
    const [rarest = { place: 0, byte: 0, count: 0 }] = Array.from(part, (byte, place) => ({ place, byte, count: counts[byte] ?? 0 })).sort(
      (a, b) => a.count - b.count,
    );
    return { ...rarest, isSeldom: rarest.count * SELDOM < this.bytes.length };
  }

  #isAt(at: number, part: Uint8Array): boolean {
    const { bytes } = this;
    for (let nth = 0; nth < part.length; nth += 1) if (bytes[at + nth] !== part[nth]) return false;
    return true;
  }
}

function countsOf(bytes: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1;
  return counts;
}

/** How many bytes `TextEncoder` makes of a text. */
function bytesIn(text: string): number {
  let bytes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.codePointAt(at) ?? 0;
    // Half of a character becomes U+FFFD, which has three bytes, as what would stand there.
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (code >= 0x10000) at += 1;
  }
  return bytes;
}

/** As it is looked for in packed texts. */
export function packed(text: string): Uint8Array {
  return encoder.encode(text);
}
