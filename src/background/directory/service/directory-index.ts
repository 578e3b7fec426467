import { type GroupRef, type TargetKey, targetKeyOf } from '../../../model/target-ref.ts';
import type { StoredTarget } from '../../../storage/directory-store.ts';
import { keyOfChange, type TargetChange } from './directory-answers.ts';
import { IdSet, Lists, PackedTargets, type TargetRun } from './packed-targets.ts';

/** Rows that are packed in one step. */
const PACKED_AT_ONCE = 2_000;

const compare = (a: StoredTarget, b: StoredTarget): number => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);

/** Two sorted lists as one. */
function merged(a: readonly StoredTarget[], b: readonly StoredTarget[]): readonly StoredTarget[] {
  const all: StoredTarget[] = [];
  let [i, j] = [0, 0];
  for (let one = a[i], other = b[j]; one && other; one = a[i], other = b[j]) {
    const isFirst = compare(one, other) <= 0;
    all.push(isFirst ? one : other);
    if (isFirst) i += 1;
    else j += 1;
  }
  return all.concat(a.slice(i), b.slice(j));
}

/** The directory's targets in memory, by name. It is made in steps, so that nothing waits long for it. */
export class DirectoryIndex {
  readonly #members = new Map<TargetKey, number>();
  readonly lists = new Lists();
  #targets = PackedTargets.of([], this.lists);

  /**
   * @param readSome Reads the next rows, until there are none
   * @param rest Lets others go on between two steps
   */
  static async make(readSome: () => Promise<readonly StoredTarget[]>, rest: () => Promise<void>): Promise<DirectoryIndex> {
    const index = new DirectoryIndex();
    let lists: (readonly StoredTarget[])[] = [];
    for (let rows = await readSome(); rows.length > 0; rows = await readSome()) {
      lists.push([...rows].sort(compare));
      await rest();
    }
    while (lists.length > 1) {
      const next: (readonly StoredTarget[])[] = [];
      for (let i = 0; i < lists.length; i += 2) {
        next.push(merged(lists[i] ?? [], lists[i + 1] ?? []));
        await rest();
      }
      lists = next;
    }
    const sorted = lists[0] ?? [];
    const runs: TargetRun[] = [];
    for (let from = 0; from < sorted.length; from += PACKED_AT_ONCE) {
      runs.push(index.#pack(sorted.slice(from, from + PACKED_AT_ONCE)));
      await rest();
    }
    index.#targets = PackedTargets.join(runs, index.lists);
    return index;
  }

  get targets(): PackedTargets {
    return this.#targets;
  }

  /** How many agents are in a group, or have a skill. */
  membersOf(group: GroupRef): number {
    return this.#members.get(targetKeyOf(group)) ?? 0;
  }

  apply(changes: readonly TargetChange[]): void {
    const targets = this.#targets;
    const keys = new Set(changes.map(keyOfChange));
    const ids = new IdSet(changes.map(({ id }) => id));
    const come = changes.flatMap((change) => ('isRemoved' in change ? [] : change)).sort(compare);
    const runs: TargetRun[] = [];
    let from = 0;
    /** Takes over what stands before a row. */
    const keepUntil = (to: number) => {
      if (to > from) runs.push({ of: targets, from, to });
      from = Math.max(from, to);
    };
    const places = come.map((target) => ({ target, place: targets.placeOf(target.text) }));
    for (let row = 0, next = 0; row <= targets.length; row += 1) {
      const here: StoredTarget[] = [];
      for (let one = places[next]; one?.place === row; one = places[(next += 1)]) here.push(one.target);
      if (here.length > 0) {
        keepUntil(row);
        runs.push(this.#pack(here));
      }
      if (row === targets.length || !ids.has(targets, row)) continue;
      const target = targets.at(row);
      if (!keys.has(keyOfChange(target))) continue;
      this.#count(target, -1);
      keepUntil(row);
      from = row + 1;
    }
    keepUntil(targets.length);
    this.#targets = PackedTargets.join(runs, this.lists);
  }

  #pack(targets: readonly StoredTarget[]): TargetRun {
    for (const target of targets) this.#count(target, 1);
    return { of: PackedTargets.of(targets, this.lists), from: 0, to: targets.length };
  }

  #count({ groups, skills }: StoredTarget, by: number): void {
    const add = (ref: GroupRef) => this.#members.set(targetKeyOf(ref), this.membersOf(ref) + by);
    for (const id of groups) add({ kind: 'group', id });
    for (const id of skills) add({ kind: 'skill', id });
  }
}
