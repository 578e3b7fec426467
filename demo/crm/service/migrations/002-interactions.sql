create table interaction (
  contact_id text collate "C" not null constraint interaction_of_contact references contact (id) on delete cascade,
  -- The agent's client makes the id, so that an interaction that is appended twice is stored once.
  id text collate "C" not null,
  medium text not null,
  subject text not null,
  started_at timestamptz(3) not null,
  ended_at timestamptz(3) not null,
  agent_id text not null,
  agent_name text not null,
  status text not null,
  outcome text not null,
  notes text not null,
  case_data jsonb not null,
  transcript jsonb not null,
  length_ms bigint generated always as (extract(epoch from ended_at - started_at) * 1000) stored,
  -- The words of all its texts (search-words.ts).
  search tsvector not null,
  primary key (contact_id, id)
);
create index interaction_by_start on interaction (contact_id, started_at, id);
create index interaction_by_word on interaction using gin (search);
