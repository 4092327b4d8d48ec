create table collection (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  name text not null,
  description text not null default '',
  language text not null default '',
  tag text not null default '',
  sensitive boolean not null default false,
  discoverable boolean not null default true,
  created_at bigint not null,
  updated_at bigint not null
);
create index collection_account on collection (account_id, id);

create table collection_item (
  id bigint primary key,
  collection_id bigint not null references collection (id) on delete cascade,
  account_id bigint not null references account (id) on delete cascade,
  created_at bigint not null,
  revoked boolean not null default false
);
create unique index collection_item_once on collection_item (collection_id, account_id);
create index collection_item_account on collection_item (account_id, collection_id);

alter table role add column collection_limit integer not null default 10;

alter table report add column collection_ids text not null default '[]';
