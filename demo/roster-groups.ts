import type { DemoAgent } from './agents.ts';
import type { RosterGroup } from './server-accounts.ts';

/** The agents' groups as shared roster groups of the server, which everybody sees. */
export function rosterGroupsOf(agents: readonly DemoAgent[]): RosterGroup[] {
  const names = [...new Set(agents.flatMap((agent) => agent.groups))];
  return names.map((name) => ({
    name,
    isPublic: true,
    members: agents.filter((agent) => agent.groups.includes(name)).map((agent) => ({ jid: agent.jid, name: agent.name })),
  }));
}
