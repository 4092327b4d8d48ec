-- What stays of posts that staff removed, what came of reports, and appeals against decisions.

create table removed_post (
  post_id bigint primary key,
  account_id bigint references account (id) on delete set null,
  strike_id bigint references strike (id) on delete set null,
  visibility integer not null,
  category text not null,
  rules text not null default '[]',
  removed_at bigint not null
);
create index removed_post_account on removed_post (account_id) where account_id is not null;
create index removed_post_strike on removed_post (strike_id) where strike_id is not null;

create table removed_parent (
  reply_id bigint primary key references post (id) on delete cascade,
  post_id bigint not null references removed_post (post_id) on delete cascade
);
create index removed_parent_post on removed_parent (post_id);

alter table report add column outcome text not null default '';
alter table report add column told_at bigint;
update report set told_at = action_taken_at, outcome = coalesce((
  select min(s.action) from strike s
  where s.target_account_id = report.target_account_id and s.created_at = report.action_taken_at
), 'closed') where action_taken_at is not null;

create table appeal (
  strike_id bigint primary key references strike (id) on delete cascade,
  text text not null,
  state text not null default 'pending',
  created_at bigint not null,
  decided_at bigint,
  decided_by_account_id bigint references account (id) on delete set null
);
create index appeal_pending on appeal (created_at) where decided_at is null;
create index appeal_decided_by on appeal (decided_by_account_id) where decided_by_account_id is not null;
