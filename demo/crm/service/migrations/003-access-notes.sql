-- Who has read which contact when, and who has granted it to whom: for an audit. Rows outlive the contact, and are deleted by whoever decides how long they are kept.
create table access_note (
  id bigint generated always as identity primary key,
  at timestamptz(3) not null default now(),
  agent text not null,
  contact_id text collate "C" not null,
  action text not null check (action in ('look-up', 'contact', 'history', 'interaction', 'append', 'grant', 'grant-ended')),
  -- Of a grant, whom it is for.
  granted_to text,
  -- The consultation's session: of a grant, and of what was read by one.
  session text
);
create index access_note_by_contact on access_note (contact_id, at);
create index access_note_by_agent on access_note (agent, at);
