import type { BareJid } from '../../src/model/jid.ts';
import { type GroupRef, type TargetKey, targetKeyOf } from '../../src/model/target-ref.ts';
import type { HubConfig } from './config.ts';

/** How many members of a group, or how many who have a skill, are ready. */
export interface ReadyCount {
  readonly ready: number;
  readonly total: number;
}

/** Knows how many of each group are ready. An agent who becomes ready costs no more than the groups that they are in. */
export class ReadyCounts {
  readonly #groupsOf = new Map<BareJid, GroupRef[]>();
  readonly #totals = new Map<TargetKey, number>();
  readonly #counts = new Map<TargetKey, number>();
  readonly #ready = new Set<BareJid>();

  constructor({ groups, skills }: Pick<HubConfig, 'groups' | 'skills'>) {
    for (const [kind, lists] of [['group', groups] as const, ['skill', skills] as const]) {
      for (const [id, members] of Object.entries(lists)) {
        const ref: GroupRef = { kind, id };
        this.#totals.set(targetKeyOf(ref), new Set(members).size);
        for (const member of new Set(members)) this.#groupsOf.set(member, [...(this.#groupsOf.get(member) ?? []), ref]);
      }
    }
  }

  /** Those whom a viewer can ask, who is not among them themself. @returns undefined for a group that there isn't */
  of(group: GroupRef, viewer: BareJid): ReadyCount | undefined {
    const key = targetKeyOf(group);
    const total = this.#totals.get(key);
    if (total === undefined) return undefined;
    const ready = this.#counts.get(key) ?? 0;
    const isIn = this.#groupsOf.get(viewer)?.some((one) => targetKeyOf(one) === key) ?? false;
    return isIn ? { ready: ready - (this.#ready.has(viewer) ? 1 : 0), total: total - 1 } : { ready, total };
  }

  /** To be called when it may have changed whether an agent is ready. @returns the groups of which another number is ready now */
  note(agent: BareJid, isReady: boolean): readonly GroupRef[] {
    if (this.#ready.has(agent) === isReady) return [];
    if (isReady) this.#ready.add(agent);
    else this.#ready.delete(agent);
    const groups = this.#groupsOf.get(agent) ?? [];
    for (const group of groups) {
      const key = targetKeyOf(group);
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + (isReady ? 1 : -1));
    }
    return groups;
  }

  clear(): void {
    this.#ready.clear();
    this.#counts.clear();
  }
}
