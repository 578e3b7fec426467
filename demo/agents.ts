/** An agent as `/demo.json` lists it. */
export interface DemoAgent {
  readonly jid: string;
  readonly name: string;
  readonly password: string;
  readonly groups: readonly string[];
  /** What this agent knows more of than others, in the directory service and at the availability hubs. */
  readonly skills?: readonly string[];
  /** No demo page shows this agent's desk: the account is for other XMPP clients and for scripts. */
  readonly spare?: boolean;
}

const GROUPS = ['Billing', 'Technical', 'Retention'] as const;

export const DEMO_SKILLS = ['Refunds', 'Escalations'] as const;

const NAMES = [
  'Alice Turner',
  'Bob Martin',
  'Carla Jensen',
  'Daniel Okafor',
  'Elena Petrova',
  'Farid Haddad',
  'Grace Kim',
  'Hugo Álvarez',
  'Ines Moreau',
  'Jonas Weber',
  'Kiran Patel',
  'Lena Nowak',
];

const logonOf = (name: string) => (name.split(' ')[0] ?? name).toLowerCase();

/** The demo's agents: a dozen in three groups; the last two are spare. Their passwords may be public, because the server is on this machine only. */
export const DEMO_AGENTS: readonly DemoAgent[] = NAMES.map((name, index) => {
  const group = GROUPS[index % GROUPS.length] ?? GROUPS[0];
  // Every fifth agent is a member of a second group too.
  const second = GROUPS[(index + 1) % GROUPS.length] ?? GROUPS[1];
  return {
    jid: `${logonOf(name)}@localhost`,
    name,
    password: `${logonOf(name)}-demo`,
    groups: index % 5 === 4 ? [group, second] : [group],
    skills: index % 4 < DEMO_SKILLS.length ? [DEMO_SKILLS[index % 4] ?? DEMO_SKILLS[0]] : [],
    ...(index >= NAMES.length - 2 ? { spare: true } : {}),
  };
});
