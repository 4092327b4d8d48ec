-- What those who run the community say to everybody, who has read it, and what people answer with an emoji.

create table announcement (
  id bigint primary key,
  text text not null,
  starts_at bigint,
  ends_at bigint,
  all_day boolean not null,
  published_at bigint not null,
  updated_at bigint not null
);

create table announcement_read (
  announcement_id bigint not null references announcement (id) on delete cascade,
  account_id bigint not null references account (id) on delete cascade,
  primary key (announcement_id, account_id)
);
create index announcement_read_account on announcement_read (account_id);

create table announcement_reaction (
  announcement_id bigint not null references announcement (id) on delete cascade,
  name text not null,
  account_id bigint not null references account (id) on delete cascade,
  id bigint not null,
  primary key (announcement_id, name, account_id)
);
create index announcement_reaction_account on announcement_reaction (account_id);
