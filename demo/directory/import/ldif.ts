import type { BadRow, GivenTarget, Snapshot } from './snapshot.ts';

/** What an organisation calls its attributes (RFC 4519, RFC 2798), and how agents are addressed. */
export interface LdifTerms {
  /** The domain of the agents' addresses, for entries that name only a logon. */
  readonly domain?: string;
}

interface Entry {
  readonly at: string;
  readonly dn: string;
  /** The values by the attribute's name in small letters, without its options. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

interface Line {
  readonly number: number;
  readonly text: string;
}

const PERSON = ['person', 'inetorgperson', 'organizationalperson', 'user'];
const GROUP = ['groupofnames', 'groupofuniquenames', 'group', 'posixgroup'];

/** The logical lines: one that begins with a space goes on with the one before it (RFC 2849, note 2). Comments are left out. */
function linesOf(text: string): readonly Line[] {
  const lines: { number: number; text: string }[] = [];
  for (const [index, one] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const last = lines.at(-1);
    if (one.startsWith(' ') && last) last.text += one.slice(1);
    else lines.push({ number: index + 1, text: one });
  }
  return lines.filter((line) => !line.text.startsWith('#'));
}

/** An attribute and its value, which may be in Base64. @returns undefined for a line that isn't of that form */
function attributeOf(text: string): readonly [string, string] | undefined {
  const [, name, mark, value] = /^([\w.-]+(?:;[\w-]+)*):([:<]?) *(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined || mark === '<') return undefined;
  const attribute = name.split(';')[0]?.toLowerCase() ?? '';
  if (mark !== ':') return [attribute, value];
  return /^[A-Za-z0-9+/]*={0,2}$/.test(value) ? [attribute, Buffer.from(value, 'base64').toString('utf8')] : undefined;
}

function entryOf(lines: readonly Line[]): Entry | BadRow {
  const at = `line ${lines[0]?.number ?? 0}`;
  const values = new Map<string, string[]>();
  let dn: string | undefined;
  for (const { number, text } of lines) {
    const attribute = attributeOf(text);
    if (!attribute) return { at: `line ${number}`, reason: 'neither an attribute nor a comment' };
    const [name, value] = attribute;
    if (name === 'dn') dn = value;
    else values.set(name, [...(values.get(name) ?? []), value]);
  }
  if (dn === undefined) return { at, reason: 'an entry without dn' };
  if (values.has('changetype'))
    return { at, reason: 'a change record: what is imported is a whole directory (ldapsearch, not ldapmodify)' };
  return { at, dn: normalDn(dn), values };
}

/** DNs are compared without spaces beside commas and without case. */
const normalDn = (dn: string) => dn.replace(/\s*([,=])\s*/g, '$1').toLowerCase();

function entriesOf(text: string): { readonly entries: readonly Entry[]; readonly bad: readonly BadRow[] } {
  const groups: Line[][] = [[]];
  for (const line of linesOf(text)) {
    if (line.text === '') groups.push([]);
    else if (!/^(version|search|result|ref|control):/i.test(line.text)) groups.at(-1)?.push(line);
  }
  const read = groups.filter((lines) => lines.length > 0).map(entryOf);
  return { entries: read.filter((one) => 'dn' in one), bad: read.filter((one) => 'reason' in one) };
}

const isOf = ({ values }: Entry, classes: readonly string[]) =>
  (values.get('objectclass') ?? []).some((one) => classes.includes(one.toLowerCase()));
const firstOf = ({ values }: Entry, ...names: readonly string[]) => names.flatMap((name) => values.get(name) ?? [])[0];

/** An agent's address: the attribute `jabberID`, or the logon at the domain. */
function addressOf(entry: Entry, { domain }: LdifTerms): string | undefined {
  const logon = firstOf(entry, 'uid', 'samaccountname');
  return firstOf(entry, 'jabberid') ?? (domain !== undefined && logon !== undefined ? `${logon}@${domain}` : firstOf(entry, 'mail'));
}

/**
 * Reads LDIF (RFC 2849), as `ldapsearch -LLL` writes it. Persons are agents; groups of names are groups, unless their `businessCategory` is "skill".
 * Other entries, such as units, are left out. Whom a group lists, and what an entry's `memberOf` and `departmentNumber` name, are memberships.
 */
export function readLdif(text: string, terms: LdifTerms): Snapshot {
  const { entries, bad } = entriesOf(text);
  const listed = entries.filter((entry) => isOf(entry, GROUP));
  const nameOf = (entry: Entry) => firstOf(entry, 'cn', 'ou') ?? '';
  const isSkill = (entry: Entry) => firstOf(entry, 'businesscategory')?.toLowerCase() === 'skill';
  /** By the DN, or for posixGroup the logon, of a member. */
  const memberships = new Map<string, Entry[]>();
  for (const group of listed) {
    const members = ['member', 'uniquemember'].flatMap((name) => group.values.get(name) ?? []).map(normalDn);
    for (const member of [...members, ...(group.values.get('memberuid') ?? [])])
      memberships.set(member, [...(memberships.get(member) ?? []), group]);
  }
  const byDn = new Map(listed.map((group) => [group.dn, group]));
  const agents = entries.filter((entry) => isOf(entry, PERSON));
  return {
    bad,
    targets: [
      ...listed.map((entry): GivenTarget => ({
        at: entry.at,
        value: { kind: isSkill(entry) ? 'skill' : 'group', id: nameOf(entry), name: firstOf(entry, 'description') ?? nameOf(entry) },
      })),
      ...agents.map((entry): GivenTarget => {
        const own = (entry.values.get('memberof') ?? []).flatMap((dn) => byDn.get(normalDn(dn)) ?? []);
        const logon = firstOf(entry, 'uid') ?? '';
        const all = [...own, ...(memberships.get(entry.dn) ?? []), ...(memberships.get(logon) ?? [])];
        const groups = [...all.filter((group) => !isSkill(group)).map(nameOf), ...(entry.values.get('departmentnumber') ?? [])];
        const skills = all.filter(isSkill).map(nameOf);
        return {
          at: entry.at,
          value: { kind: 'agent', id: addressOf(entry, terms), name: firstOf(entry, 'displayname', 'cn'), groups, skills },
        };
      }),
    ],
  };
}
