import type { BareJid } from '../../src/model/jid.ts';
import type { GroupRef } from '../../src/model/target-ref.ts';
import type { AgentBook } from './agent-book.ts';
import type { HubConfig } from './config.ts';

/** How many members are named at most: nobody asks more. */
export const MOST_NAMED = 20;

export interface ReadyMembersOptions {
  readonly config: Lists;
  readonly book: Pick<AgentBook, 'readySince'>;
  readonly maySee: (viewer: BareJid, agent: BareJid) => boolean;
}

type Lists = Pick<HubConfig, 'groups' | 'skills'>;

/** All members of a group, or all who have a skill; undefined for one that there isn't. */
function allOf({ kind, id }: GroupRef, { groups, skills }: Lists): readonly BareJid[] | undefined {
  const lists = kind === 'group' ? groups : skills;
  return Object.hasOwn(lists, id) ? lists[id] : undefined;
}

/** The members of a group whom a viewer may see, without the viewer; undefined for a group that there isn't. */
export function membersOf(group: GroupRef, viewer: BareJid, { config, maySee }: ReadyMembersOptions): readonly BareJid[] | undefined {
  return allOf(group, config)?.filter((agent) => agent !== viewer && maySee(viewer, agent));
}

/** Whether a viewer may see everybody in a group, so that how many are ready tells nothing that is hidden from them. */
export function seesAllOf(group: GroupRef, viewer: BareJid, { config, maySee }: ReadyMembersOptions): boolean {
  return allOf(group, config)?.every((agent) => agent === viewer || maySee(viewer, agent)) ?? false;
}

/** Whether somebody is in a group, or has a skill. */
export function isMemberOf(group: GroupRef, agent: BareJid, config: Lists): boolean {
  return allOf(group, config)?.includes(agent) ?? false;
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
