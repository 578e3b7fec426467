/** Which server's archive it is: the schema of Prosody's `mod_storage_sql`, or of ejabberd's `mod_mam` (`new_sql_schema`). */
export type ArchiveKind = 'prosody' | 'ejabberd';

/** What is exported. */
export interface Span {
  readonly domain: string;
  /** Milliseconds since the epoch: from this time on, and before that one. */
  readonly from: number;
  readonly to: number;
  /** The bare address of the agent whose sessions are exported; without it, everybody's are. */
  readonly agent?: string;
}

/** A statement with its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly (string | number)[];
}

/**
 * The id of the session that a stanza belongs to: its thread, or else that of the invitation (docs/protocol.md, sections 2 and 3). The database sorts by it,
 * on its disk where there is much, so that a session's stanzas come one after the other.
 */
const sessionOf = (xml: string) => `left(coalesce(
  substring(${xml} from '<thread[^>]*>([^<]+)</thread>'),
  substring(${xml} from '<(?:propose|proceed|reject|retract|finish|ringing)\\s[^>]*\\mid=["'']([^"'']+)["'']')), 200)`;

/** The bare address that a stanza says it comes from. */
const senderOf = (xml: string) => `substring(${xml} from '^<message\\s[^>]*\\mfrom=["'']([^"''/]+)')`;

/**
 * A message lies in the archives of both its sides. Of an agent's export their own archive has everything; of an export of all, the sender's copy is taken, and the
 * recipient's only if the sender is of another host.
 */
export function archiveStatement(kind: ArchiveKind, { domain, from, to, agent }: Span): Statement {
  const user = agent?.split('@')[0];
  const { table, xml, host, owner, time, order, unit, extra } = SCHEMAS[kind];
  const where = [
    `${host} = $1`,
    `${time} >= $2::bigint`,
    `${time} < $3::bigint`,
    ...extra,
    ...(user === undefined ? [] : [`${owner} = $4`]),
  ];
  const copy = user === undefined ? `where coalesce(sender, '') = owner || '@' || $1 or coalesce(sender, '') not like '%@' || $1` : '';
  return {
    text: `select ${sessionOf('xml')} as session, time::float8 * ${unit.toMs} as at, xml
      from (
        select ${xml} as xml, ${owner} as owner, ${time} as time, ${order} as place, ${senderOf(xml)} as sender
        from ${table} where ${where.join(' and ')}
        offset 0 -- so that the sender is looked for once
      ) as stanza ${copy} order by 1, time, place`,
    values: [domain, Math.ceil(from * unit.perMs), Math.ceil(to * unit.perMs), ...(user === undefined ? [] : [user])],
  };
}

const SCHEMAS = {
  prosody: {
    table: 'prosodyarchive',
    xml: 'value',
    host: 'host',
    owner: '"user"',
    time: '"when"',
    order: 'sort_id',
    unit: { perMs: 0.001, toMs: '1000' },
    extra: [`store = 'archive'`, `type = 'xml'`],
  },
  ejabberd: {
    table: 'archive',
    xml: 'xml',
    host: 'server_host',
    owner: 'username',
    time: 'timestamp',
    order: 'id',
    unit: { perMs: 1_000, toMs: '0.001' },
    extra: [`kind = 'chat'`],
  },
} as const;
