-- Rises with each change, and says in what order a reader learns of them. Importers hold a lock, so that no smaller revision is committed after a
-- larger one.
create sequence target_revision;

create table target (
  kind text collate "C" not null check (kind in ('agent', 'group', 'skill')),
  -- An agent's is its bare JID.
  id text collate "C" not null,
  name text not null,
  -- The ids of the groups that an agent is in, and of the skills that it has.
  groups text[] not null default '{}',
  skills text[] not null default '{}',
  -- The import that the target comes from. What a later one of the same name doesn't list any more is removed.
  source text not null,
  revision bigint not null unique,
  -- A removed target stays for a while, so that readers are told that it has gone.
  removed_at timestamptz,
  -- The text that targets are sorted by.
  name_key text collate "C" not null,
  search tsvector not null,
  primary key (kind, id)
);
create index target_by_source on target (source) where removed_at is null;
create index target_by_name on target (name_key, kind, id) where removed_at is null;
create index target_by_word on target using gin (search) where removed_at is null;
create index target_by_group on target using gin (groups) where removed_at is null;
create index target_by_skill on target using gin (skills) where removed_at is null;

-- One row. The epoch tells the cursors of this database from those of another one that stood at the same address.
create table directory_state (
  is_only boolean primary key default true check (is_only),
  epoch text not null,
  -- Removed targets up to this revision are forgotten, so that a cursor before it can't go on.
  forgotten_revision bigint not null default 0
);
insert into directory_state (epoch) values (md5(random()::text || clock_timestamp()::text));
