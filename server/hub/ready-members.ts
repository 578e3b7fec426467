import type { BareJid } from '../../src/model/jid.ts';
import type { GroupRef } from '../../src/model/target-ref.ts';
import type { AgentBook } from './agent-book.ts';
import type { HubConfig } from './config.ts';

/** How many members are named at most: nobody asks more. */
export const MOST_NAMED = 20;

export interface ReadyMembersOptions {
  readonly config: Pick<HubConfig, 'groups' | 'skills'>;
  readonly book: Pick<AgentBook, 'readySince'>;
  readonly maySee: (viewer: BareJid, agent: BareJid) => boolean;
}

/** The members of a group whom a viewer may see, without the viewer; undefined for a group that there isn't. */
export function membersOf(
  { kind, id }: GroupRef,
  viewer: BareJid,
  { config, maySee }: ReadyMembersOptions,
): readonly BareJid[] | undefined {
  const all = kind === 'group' ? config.groups : config.skills;
  return Object.hasOwn(all, id) ? all[id]?.filter((agent) => agent !== viewer && maySee(viewer, agent)) : undefined;
}

/** Whether a viewer may see everybody in a group, so that how many are ready tells nothing that is hidden from them. */
export function seesAllOf({ kind, id }: GroupRef, viewer: BareJid, { config, maySee }: ReadyMembersOptions): boolean {
  const all = kind === 'group' ? config.groups : config.skills;
  return Object.hasOwn(all, id) && (all[id]?.every((agent) => agent === viewer || maySee(viewer, agent)) ?? false);
}

/** Whether somebody is in a group, or has a skill. */
export function isMemberOf({ kind, id }: GroupRef, agent: BareJid, config: Pick<HubConfig, 'groups' | 'skills'>): boolean {
  const all = kind === 'group' ? config.groups : config.skills;
  return Object.hasOwn(all, id) && (all[id]?.includes(agent) ?? false);
}

/** Those of the members who are ready, longest ready first. */
export function readyOf(members: readonly BareJid[], { book }: ReadyMembersOptions): readonly BareJid[] {
  return members
    .flatMap((agent) => {
      const since = book.readySince(agent);
      return since === undefined ? [] : [{ agent, since }];
    })
    .sort((a, b) => a.since - b.since)
    .slice(0, MOST_NAMED)
    .map(({ agent }) => agent);
}
