create table contact (
  id text collate "C" primary key,
  team text not null,
  name text not null,
  -- The last nine digits of each of its phone numbers, so that a number is found with a country's prefix or without.
  number_keys text[] not null default '{}',
  -- All other fields of the contract's `Contact`.
  details jsonb not null,
  -- The text that contacts are sorted by.
  name_key text collate "C" not null,
  search tsvector not null
);
create index contact_by_name on contact (name_key, id);
create index contact_by_number on contact using gin (number_keys);
create index contact_by_word on contact using gin (search);

-- Lets an agent who was invited to a consultation see its contact until a time. The id is the consultation's.
create table contact_grant (
  contact_id text collate "C" not null references contact (id) on delete cascade,
  id text not null,
  agent text not null,
  until timestamptz(3) not null,
  granted_by text not null,
  primary key (contact_id, id)
);
create index contact_grant_by_agent on contact_grant (agent, contact_id);
