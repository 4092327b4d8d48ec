-- What staff do: who looks after a report, strikes against accounts, and the log of it all.

alter table report add column updated_at bigint not null default 0;
alter table report add column assigned_account_id bigint references account (id) on delete set null;
alter table report add column action_taken_by_account_id bigint references account (id) on delete set null;
create index report_account on report (account_id, id);
create index report_assigned on report (assigned_account_id) where assigned_account_id is not null;
create index report_action_taken_by on report (action_taken_by_account_id) where action_taken_by_account_id is not null;
create index report_open on report (target_account_id) where action_taken_at is null;

create table strike (
  id bigint primary key,
  target_account_id bigint not null references account (id) on delete cascade,
  account_id bigint references account (id) on delete set null,
  action text not null,
  text text not null default '',
  post_ids text not null default '[]',
  report_ids text not null default '[]',
  created_at bigint not null
);
create index strike_target on strike (target_account_id, id);
create index strike_account on strike (account_id) where account_id is not null;

create index staff_log_target on staff_log (target, id);
create index session_address on session (address);
