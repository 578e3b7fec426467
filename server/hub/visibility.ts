import type { BareJid } from '../../src/model/jid.ts';

/**
 * Who may see whose availability: everybody everybody's; each agent that of the groups that they are in; or, by viewer, that of the agents and groups
 * that are listed for them.
 */
export type VisibilityRule =
  | { readonly kind: 'all' }
  | { readonly kind: 'own-groups' }
  | { readonly kind: 'list'; readonly sees: Readonly<Record<BareJid, readonly string[]>> };

/** @param groups The members of each group, by its name */
export function visibilityOf(
  rule: VisibilityRule,
  groups: Readonly<Record<string, readonly BareJid[]>>,
): (viewer: BareJid, agent: BareJid) => boolean {
  const groupsOf = new Map<BareJid, Set<string>>();
  for (const [group, members] of Object.entries(groups))
    for (const member of members) groupsOf.set(member, (groupsOf.get(member) ?? new Set()).add(group));
  const areIn = (agent: BareJid) => groupsOf.get(agent) ?? new Set<string>();
  switch (rule.kind) {
    case 'all':
      return () => true;
    case 'own-groups':
      return (viewer, agent) => viewer === agent || [...areIn(agent)].some((group) => areIn(viewer).has(group));
    case 'list': {
      const sees = new Map(Object.entries(rule.sees).map(([viewer, listed]) => [viewer, new Set(listed)]));
      return (viewer, agent) => viewer === agent || [agent, ...areIn(agent)].some((listed) => sees.get(viewer)?.has(listed) ?? false);
    }
  }
}
