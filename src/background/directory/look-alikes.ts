import type { BareJid } from '../../model/jid.ts';
import { type Confusables, confusablesOf, isLatin, skeletonOf } from '../../model/text/skeleton.ts';

const NONE: Confusables = new Map();

/**
 * Which internal targets could be taken for another: by the same name, or by one that looks the same (UTS 39, 4), in capitals or not. An agent's
 * logon counts as one of their names, so that nobody can choose another agent's logon for a display name.
 */
export class LookAlikes {
  readonly #namesOf = new Map<BareJid, readonly string[]>();
  readonly #looksOf = new Map<BareJid, readonly string[]>();
  readonly #holders = new Map<string, Set<BareJid>>();
  #confusables = NONE;
  #loading: Promise<void> | undefined;

  /** @param onChange Called when names that aren't Latin can be compared, by which other targets may look alike */
  constructor(private readonly onChange: () => void) {}

  put(jid: BareJid, names: readonly string[]): void {
    if (JSON.stringify(this.#namesOf.get(jid)) === JSON.stringify(names)) return;
    this.remove(jid);
    this.#namesOf.set(jid, names);
    this.#hold(jid, names);
    if (!names.every(isLatin)) this.#loading ??= this.#load();
  }

  remove(jid: BareJid): void {
    for (const look of this.#looksOf.get(jid) ?? []) {
      const holders = this.#holders.get(look);
      holders?.delete(jid);
      if (holders?.size === 0) this.#holders.delete(look);
    }
    this.#looksOf.delete(jid);
    this.#namesOf.delete(jid);
  }

  /** Whether somebody else could be meant by these names of theirs. */
  isAmbiguous(jid: BareJid, names: readonly string[]): boolean {
    const looks = this.#looksOf.get(jid) ?? this.#looks(names);
    return looks.some((look) => [...(this.#holders.get(look) ?? [])].some((holder) => holder !== jid));
  }

  #hold(jid: BareJid, names: readonly string[]): void {
    const looks = this.#looks(names);
    this.#looksOf.set(jid, looks);
    for (const look of looks) this.#holders.set(look, (this.#holders.get(look) ?? new Set()).add(jid));
  }

  /** The skeletons of names as written and in small letters: "lan" looks like "Ian" as written, and "IAN" is the same name as "Ian". */
  #looks(names: readonly string[]): readonly string[] {
    return [...new Set(names.flatMap((name) => [name, name.toLowerCase()]).map((name) => skeletonOf(name, this.#confusables)))];
  }

  /** Loads the table of other scripts. It is large, so that this is done only with the first name that isn't Latin. */
  async #load(): Promise<void> {
    try {
      const { CONFUSABLES } = await import('../../model/generated/confusables.ts');
      this.#confusables = confusablesOf(CONFUSABLES);
    } catch {
      // The table can't be loaded, because its script can't be reached. The next name that isn't Latin tries again; until then only equal names are
      // told apart.
      this.#loading = undefined;
      return;
    }
    const known = [...this.#namesOf];
    this.#holders.clear();
    for (const [jid, names] of known) this.#hold(jid, names);
    this.onChange();
  }
}
