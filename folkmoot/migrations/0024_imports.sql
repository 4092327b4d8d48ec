-- Lists that a member brings along, worked off row by row; and archives that a member takes along.

create table import (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  kind text not null,
  overwrite boolean not null,
  state text not null,
  total integer not null default 0,
  worked integer not null default 0,
  failed integer not null default 0,
  place integer not null default 0,
  created_at bigint not null,
  finished_at bigint
);
create index import_account on import (account_id, id);

create table import_row (
  import_id bigint not null references import (id) on delete cascade,
  line integer not null,
  cells text not null,
  problem text not null default '',
  primary key (import_id, line)
);

create table archive (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  file text not null default '',
  bytes bigint not null default 0,
  created_at bigint not null,
  ready_at bigint
);
create index archive_account on archive (account_id, id);
