-- How far a member has read, of each timeline that remembers it.

create table marker (
  account_id bigint not null references account (id) on delete cascade,
  timeline text not null,
  last_read_id bigint not null,
  version integer not null,
  updated_at bigint not null,
  primary key (account_id, timeline)
);
