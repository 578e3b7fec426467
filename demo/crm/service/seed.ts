import * as v from 'valibot';
import type { Database } from './database.ts';
import { searchWords } from './search-words.ts';
import { makeContacts } from './seed-contacts.ts';
import { makeStories } from './seed-stories.ts';

export interface SeedAgent {
  readonly id: string;
  readonly name: string;
  readonly teams: readonly string[];
}

export interface SeedOptions {
  readonly agents: readonly SeedAgent[];
  readonly contacts?: number;
  readonly interactions?: number;
}

/** Rows per statement: few enough for progress reports and PGlite's memory, many enough that the statements' own cost doesn't count. */
const BATCH = 20_000;
const SPREAD_HOURS = 3 * 365 * 24;

/*
 * The database itself makes the rows. Each row takes a story, a contact and an agent by numbers that look random but follow from the row's own
 * number. A few contacts have thousands of interactions, most have some dozens.
 */
const INSERT = `
with draw as (
  select i,
    (i * 2654435761 % 4294967296)::float8 / 4294967296 as who,
    (i * 40503 + 12345) % 1000003 as what,
    (i * 69069 + 1) % 1000033 as whose,
    date_trunc('hour', $4::timestamptz at time zone 'utc') - make_interval(hours => 1 + (i * 48271 % 2147483647 % ${SPREAD_HOURS})::int) as hour
  from generate_series($1::bigint, $2::bigint) as i
), filled as (
  select draw.*, contact.id as contact_id, contact.name as contact_name, story.*, agent.id as agent_id, agent.name as agent_name, agent.search as agent_search,
    (100000 + i)::text as number, (hour + make_interval(secs => start_seconds)) at time zone 'utc' as started_at
  from draw
  join seed_contact as contact on contact.n = floor(who * who * $3::int)::int
  join seed_story as story on story.n = (what % $5::int)::int
  join seed_agent as agent on agent.team = contact.team and agent.nth = whose % agent.of_team
)
insert into interaction (contact_id, id, medium, subject, started_at, ended_at, agent_id, agent_name, status, outcome, notes, case_data, transcript, search)
select contact_id, 's' || number, medium, replace(subject, '{n}', number), started_at, started_at + make_interval(secs => 500 + what % 1500), agent_id, agent_name,
  case when what % 23 = 0 then 'abandoned' when what % 11 = 0 then 'transferred' else 'done' end, outcome,
  replace(notes, '{n}', number), replace(case_data, '{n}', number)::jsonb,
  replace(replace(replace(replace(transcript, '{hour}', to_char(hour, 'YYYY-MM-DD"T"HH24')), '{agent}', agent_name), '{contact}', contact_name), '{n}', number)::jsonb,
  array_to_tsvector(array[number]) || agent_search || search
from filled`;

const STORIES = `
create temporary table seed_story on commit drop as
  select (nth - 1)::int as n, s ->> 'medium' as medium, s ->> 'subject' as subject, s ->> 'outcome' as outcome, s ->> 'notes' as notes,
    (s ->> 'startSeconds')::int as start_seconds, (s -> 'caseData')::text as case_data, (s -> 'transcript')::text as transcript,
    array_to_tsvector(array(select jsonb_array_elements_text(s -> 'words'))) as search
  from jsonb_array_elements($1::jsonb) with ordinality as story (s, nth)`;

const AGENTS = `
create temporary table seed_agent on commit drop as
  select a ->> 'id' as id, a ->> 'name' as name, array_to_tsvector(array(select jsonb_array_elements_text(a -> 'words'))) as search, team,
    row_number() over (partition by team order by a ->> 'id') - 1 as nth, count(*) over (partition by team) as of_team
  from jsonb_array_elements($1::jsonb) as agent (a), jsonb_array_elements_text(a -> 'teams') as team`;

const CONTACTS = `
insert into contact (id, team, name, name_key, number_keys, details, search)
select id, team, name, name_key, number_keys, details, array_to_tsvector(words)
from jsonb_to_recordset($1::jsonb) as c (id text, team text, name text, name_key text, number_keys text[], details jsonb, words text[])`;

const CONTACT_NUMBERS = `
create temporary table seed_contact on commit drop as
  select (row_number() over (order by length(id), id) - 1)::int as n, id, name, team from contact`;

const countRows = v.tuple([v.object({ count: v.number() })]);

/** The number of stored contacts. */
export async function countContacts(database: Database): Promise<number> {
  return v.parse(countRows, await database.query('select count(*)::int as count from contact'))[0].count;
}

/**
 * Fills an empty database with made-up people and their history, in one transaction. It is the same at each run, except that the newest interaction
 * is an hour old. Contacts have talked to the agents of their own team.
 */
export async function seed(database: Database, { agents, contacts = 1_000, interactions = 100_000 }: SeedOptions): Promise<void> {
  const [first, ...others] = new Set(agents.flatMap(({ teams }) => teams));
  if (first === undefined) throw new Error('Contacts belong to teams: seeding needs an agent in one.');
  const now = new Date().toISOString();
  await database.transaction(async (inside) => {
    await inside.query(CONTACTS, [JSON.stringify(makeContacts(contacts, [first, ...others]))]);
    // PostgreSQL allows no parameters in a statement that creates a table, so that the values are written into its text.
    const stories = makeStories();
    await inside.query(STORIES.replace('$1', () => literal(stories)));
    await inside.query(AGENTS.replace('$1', () => literal(agents.map((agent) => ({ ...agent, words: searchWords(agent.name) })))));
    await inside.query(CONTACT_NUMBERS);
    await inside.run('analyze seed_story, seed_agent, seed_contact');
    // Indexes and keys take a fraction of the time when they are made at the end, for all rows at once.
    await inside.run('drop index interaction_by_start; alter table interaction drop constraint interaction_of_contact');
    for (let from = 1; from <= interactions; from += BATCH)
      await inside.query(INSERT, [from, Math.min(from + BATCH - 1, interactions), contacts, now, stories.length]);

    await inside.run('create index interaction_by_start on interaction (contact_id, started_at, id)');
    await inside.run(
      'alter table interaction add constraint interaction_of_contact foreign key (contact_id) references contact (id) on delete cascade',
    );
  });
  await database.run('analyze');
}

const literal = (value: unknown) => `'${JSON.stringify(value).replaceAll("'", "''")}'`;
