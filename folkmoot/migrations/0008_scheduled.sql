-- Posts that wait for their time, and the files that wait with them.

create table scheduled_post (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  scheduled_at bigint not null,
  draft text not null,
  created_at bigint not null
);
create index scheduled_post_account on scheduled_post (account_id, id);
create index scheduled_post_due on scheduled_post (scheduled_at, id);

alter table media add column held_by bigint references scheduled_post (id) on delete set null;
create index media_held on media (held_by) where held_by is not null;
