import { type GroupRef, type TargetKey, targetKeyOf } from '../../../model/target-ref.ts';
import type { StoredTarget } from '../../../storage/directory-store.ts';
import { keyOfChange, type TargetChange } from './directory-answers.ts';

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

/** The directory's targets in memory, by name. It holds each text once, and is made in steps, so that nothing waits long for it. */
export class DirectoryIndex {
  #targets: readonly StoredTarget[] = [];
  readonly #members = new Map<TargetKey, number>();
  /** Lists of groups, and of skills, are the same for many agents. */
  readonly #lists = new Map<string, readonly string[]>();

  /**
   * @param readSome Reads the next rows, until there are none
   * @param rest Lets others go on between two steps
   */
  static async make(readSome: () => Promise<readonly StoredTarget[]>, rest: () => Promise<void>): Promise<DirectoryIndex> {
    const index = new DirectoryIndex();
    let lists: (readonly StoredTarget[])[] = [];
    for (let rows = await readSome(); rows.length > 0; rows = await readSome()) {
      lists.push(rows.map((row) => index.#kept(row)).sort(compare));
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
    index.#targets = lists[0] ?? [];
    return index;
  }

  get targets(): readonly StoredTarget[] {
    return this.#targets;
  }

  /** How many agents are in a group, or have a skill. */
  membersOf(group: GroupRef): number {
    return this.#members.get(targetKeyOf(group)) ?? 0;
  }

  apply(changes: readonly TargetChange[]): void {
    const keys = new Set(changes.map(keyOfChange));
    // Most are told apart by the id alone, which needs no new text.
    const ids = new Set(changes.map(({ id }) => id));
    const stay: StoredTarget[] = [];
    for (const target of this.#targets) {
      if (ids.has(target.id) && keys.has(keyOfChange(target))) this.#count(target, -1);
      else stay.push(target);
    }
    const come = changes.flatMap((change) => ('isRemoved' in change ? [] : this.#kept(change)));
    this.#targets = merged(stay, come.sort(compare));
  }

  #kept(row: StoredTarget): StoredTarget {
    const { kind, id, name, text } = row;
    const target = { kind, id, name, groups: this.#once(row.groups), skills: this.#once(row.skills), text };
    this.#count(target, 1);
    return target;
  }

  #once(list: readonly string[]): readonly string[] {
    const key = list.join('\n');
    const kept = this.#lists.get(key) ?? list;
    this.#lists.set(key, kept);
    return kept;
  }

  #count({ groups, skills }: StoredTarget, by: number): void {
    const add = (ref: GroupRef) => this.#members.set(targetKeyOf(ref), this.membersOf(ref) + by);
    for (const id of groups) add({ kind: 'group', id });
    for (const id of skills) add({ kind: 'skill', id });
  }
}
