import * as v from 'valibot';
import type { BadRow, GivenTarget, Snapshot } from './snapshot.ts';

export interface ScimTerms {
  /** The domain of the agents' addresses, for users whose name is only a logon. */
  readonly domain?: string;
}

const resource = v.looseObject({ id: v.optional(v.unknown()), schemas: v.optional(v.unknown()) });
/** RFC 7644 3.4.2. */
const listResponse = v.object({ totalResults: v.optional(v.number()), Resources: v.optional(v.array(v.unknown()), []) });
const valued = v.looseObject({ value: v.string() });
const user = v.looseObject({
  id: v.string(),
  userName: v.string(),
  displayName: v.optional(v.string()),
  name: v.optional(v.looseObject({ formatted: v.optional(v.string()) })),
  active: v.optional(v.boolean(), true),
  groups: v.optional(v.array(v.looseObject({ value: v.string(), display: v.optional(v.string()) })), []),
  roles: v.optional(v.array(valued), []),
});
const group = v.looseObject({ id: v.string(), displayName: v.string(), members: v.optional(v.array(valued), []) });

const isOf = (given: unknown, schema: 'User' | 'Group') =>
  v.is(resource, given) && Array.isArray(given.schemas) && given.schemas.some((one) => String(one).endsWith(`:core:2.0:${schema}`));

/** The pages of a list, as one or several documents. @throws Error when it isn't SCIM at all */
export function resourcesOf(document: unknown): { readonly total: number | undefined; readonly resources: readonly unknown[] } {
  const parsed = v.safeParse(listResponse, document);
  if (!parsed.success) throw new Error('This is no list response of SCIM 2.0 (RFC 7644 3.4.2).');
  return { total: parsed.output.totalResults, resources: parsed.output.Resources };
}

/** Reads users and groups of SCIM 2.0 (RFC 7643). Users are agents, unless they aren't active; a user's roles are the agent's skills. */
export function readScim(resources: readonly unknown[], { domain }: ScimTerms): Snapshot {
  const bad: BadRow[] = [];
  const users: { readonly at: string; readonly user: v.InferOutput<typeof user> }[] = [];
  const groups: { readonly at: string; readonly group: v.InferOutput<typeof group> }[] = [];
  for (const [index, one] of resources.entries()) {
    const at = `Resources[${index}]`;
    const [asUser, asGroup] = [v.safeParse(user, one), v.safeParse(group, one)];
    if (isOf(one, 'User') && asUser.success) users.push({ at, user: asUser.output });
    else if (isOf(one, 'Group') && asGroup.success) groups.push({ at, group: asGroup.output });
    else bad.push({ at, reason: 'neither a User nor a Group as RFC 7643 has them' });
  }
  const byId = new Map(groups.map((one) => [one.group.id, one.group.displayName]));
  /** The groups' names by their members' ids. */
  const memberships = new Map<string, string[]>();
  for (const { group: one } of groups)
    for (const { value } of one.members) memberships.set(value, [...(memberships.get(value) ?? []), one.displayName]);
  const nameOf = ({ userName, displayName, name }: v.InferOutput<typeof user>) => displayName ?? name?.formatted ?? userName;
  const addressOf = (userName: string) => (userName.includes('@') || domain === undefined ? userName : `${userName}@${domain}`);
  return {
    bad,
    targets: [
      ...groups.map(({ at, group: one }): GivenTarget => ({ at, value: { kind: 'group', id: one.displayName, name: one.displayName } })),
      ...users
        .filter((one) => one.user.active)
        .map(({ at, user: one }): GivenTarget => {
          const named = one.groups.flatMap(({ value, display }) => display ?? byId.get(value) ?? []);
          const all = [...new Set([...named, ...(memberships.get(one.id) ?? [])])];
          const skills = one.roles.map(({ value }) => value);
          return { at, value: { kind: 'agent', id: addressOf(one.userName), name: nameOf(one), groups: all, skills } };
        }),
    ],
  };
}
