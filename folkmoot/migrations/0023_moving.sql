-- Where an account has moved to, which other accounts it says are its own, and when its followers were sent after it.

alter table account add column moved_to_id bigint references account (id) on delete set null;
create index account_moved on account (moved_to_id) where moved_to_id is not null;

create table alias (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  target_id bigint references account (id) on delete cascade,
  handle text not null default ''
);
create unique index alias_target on alias (account_id, target_id) where target_id is not null;
create unique index alias_handle on alias (account_id, handle) where target_id is null;
create index alias_of on alias (target_id) where target_id is not null;

create table move (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  target_id bigint not null references account (id) on delete cascade,
  created_at bigint not null
);
create index move_account on move (account_id, id);
create index move_target on move (target_id);
