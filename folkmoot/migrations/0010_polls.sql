-- What posts ask their readers, what these answered (places among the options), and the options of former versions.

create table poll (
  post_id bigint primary key references post (id) on delete cascade,
  account_id bigint not null references account (id) on delete cascade,
  options text not null,
  multiple boolean not null,
  hide_totals boolean not null,
  expires_at bigint not null,
  tallies text not null,
  voters_count integer not null,
  ended boolean not null
);
create index poll_due on poll (expires_at) where not ended;
create index poll_account on poll (account_id);

create table ballot (
  post_id bigint not null references poll (post_id) on delete cascade,
  account_id bigint not null references account (id) on delete cascade,
  choices text not null,
  primary key (post_id, account_id)
);
create index ballot_account on ballot (account_id, post_id);

alter table post_edit add column poll text not null default '[]';
