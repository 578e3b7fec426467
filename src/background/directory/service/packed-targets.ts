import type { StoredTarget } from '../../../storage/directory-store.ts';
import { PackedTexts } from './packed-texts.ts';

const KINDS = ['agent', 'group', 'skill'] as const;
const kindNumberOf = (kind: StoredTarget['kind']): number => KINDS.indexOf(kind);

/** Lists of groups, and of skills, which are the same for many agents. Each has a number, and is held once. */
export class Lists {
  readonly #numbers = new Map<string, number>();
  readonly #lists: (readonly string[])[] = [];

  numberOf(list: readonly string[]): number {
    const key = list.join('\n');
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#lists.length);
    return this.#lists.push([...list]) - 1;
  }

  at(number: number): readonly string[] {
    return this.#lists[number] ?? [];
  }

  /** By number, whether a list holds this. */
  which(isIn: (list: readonly string[]) => boolean): Uint8Array {
    return Uint8Array.from(this.#lists, (list) => Number(isIn(list)));
  }
}

/** Tells most ids apart without reading them (FNV-1a, 32 bits). */
export function hashOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Some targets of a directory, from one row to before another. */
export interface TargetRun {
  readonly of: PackedTargets;
  readonly from: number;
  readonly to: number;
}

/** Targets of the directory, row by row, packed: fifty thousand take some five megabytes, and nothing that the garbage collector has to look at. */
export class PackedTargets {
  private constructor(
    private readonly lists: Lists,
    /** What each target is searched by. */
    readonly texts: PackedTexts,
    readonly ids: PackedTexts,
    private readonly names: PackedTexts,
    readonly hashes: Uint32Array,
    private readonly kinds: Uint8Array,
    /** The numbers of each target's list of groups, and of skills. */
    readonly groups: Uint32Array,
    readonly skills: Uint32Array,
  ) {}

  static of(targets: readonly StoredTarget[], lists: Lists): PackedTargets {
    return new PackedTargets(
      lists,
      PackedTexts.of(targets.map(({ text }) => text)),
      PackedTexts.of(targets.map(({ id }) => id)),
      PackedTexts.of(targets.map(({ name }) => name)),
      Uint32Array.from(targets, ({ id }) => hashOf(id)),
      Uint8Array.from(targets, ({ kind }) => kindNumberOf(kind)),
      Uint32Array.from(targets, ({ groups }) => lists.numberOf(groups)),
      Uint32Array.from(targets, ({ skills }) => lists.numberOf(skills)),
    );
  }

  /** Runs of targets, one after the other. */
  static join(runs: readonly TargetRun[], lists: Lists): PackedTargets {
    const length = runs.reduce((sum, { from, to }) => sum + to - from, 0);
    const texts = (partOf: (targets: PackedTargets) => PackedTexts) =>
      PackedTexts.join(runs.map(({ of, from, to }) => ({ of: partOf(of), from, to })));
    const numbers = <A extends Uint8Array | Uint32Array>(joined: A, partOf: (targets: PackedTargets) => A): A => {
      let at = 0;
      for (const { of, from, to } of runs) {
        joined.set(partOf(of).subarray(from, to), at);
        at += to - from;
      }
      return joined;
    };
    return new PackedTargets(
      lists,
      texts((targets) => targets.texts),
      texts((targets) => targets.ids),
      texts((targets) => targets.names),
      numbers(new Uint32Array(length), ({ hashes }) => hashes),
      numbers(new Uint8Array(length), ({ kinds }) => kinds),
      numbers(new Uint32Array(length), ({ groups }) => groups),
      numbers(new Uint32Array(length), ({ skills }) => skills),
    );
  }

  get length(): number {
    return this.hashes.length;
  }

  isAgent(row: number): boolean {
    return this.kinds[row] === kindNumberOf('agent');
  }

  kindAt(row: number): StoredTarget['kind'] {
    return KINDS[this.kinds[row] ?? 0] ?? 'agent';
  }

  /** The target of a row. */
  at(row: number): StoredTarget {
    return {
      kind: this.kindAt(row),
      id: this.ids.at(row),
      name: this.names.at(row),
      groups: this.lists.at(this.groups[row] ?? 0),
      skills: this.lists.at(this.skills[row] ?? 0),
      text: this.texts.at(row),
    };
  }

  /** The first row whose text isn't before this one. */
  placeOf(text: string): number {
    let [from, to] = [0, this.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (this.texts.at(middle) < text) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

const MARKS = 2 ** 16;

/** Some ids, to find the rows that have one of them. */
export class IdSet {
  readonly #ids: ReadonlySet<string>;
  /** By the end of a hash, whether one of the ids has it. Looking here takes a tenth of what it takes to look into a set. */
  readonly #marks = new Uint8Array(MARKS);

  constructor(ids: Iterable<string>) {
    this.#ids = new Set(ids);
    for (const id of this.#ids) this.#marks[hashOf(id) % MARKS] = 1;
  }

  has({ hashes, ids }: PackedTargets, row: number): boolean {
    return this.#marks[(hashes[row] ?? 0) % MARKS] === 1 && this.#ids.has(ids.at(row));
  }
}
