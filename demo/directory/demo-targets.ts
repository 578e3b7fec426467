import { DEMO_AGENTS, DEMO_SKILLS } from '../agents.ts';
import type { Snapshot } from './import/snapshot.ts';
import { makeTargets } from './seed-targets.ts';
import type { Target } from './target-schema.ts';

/** Made-up targets, and with them the demo's own agents, of whom the roster doesn't say which skills they have. */
export function demoTargets(agents: number, domain: string): Snapshot {
  const made = makeTargets(agents, domain);
  const skills = DEMO_SKILLS.map((id): Target => ({ kind: 'skill', id, name: id }));
  const own = DEMO_AGENTS.map(({ jid, name, groups, skills: known = [] }): Target => ({
    kind: 'agent',
    id: jid,
    name,
    groups: [...groups],
    skills: [...known],
  }));
  const groups = [...new Set(DEMO_AGENTS.flatMap((agent) => agent.groups))].map((id): Target => ({ kind: 'group', id, name: id }));
  return { ...made, targets: [...made.targets, ...[...skills, ...groups, ...own].map((value, index) => ({ at: `demo ${index}`, value }))] };
}
