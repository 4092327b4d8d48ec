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

-- For each member the threads in which somebody wrote to them alone, or they to others; `last_id` is the newest such post.

create table conversation (
  account_id bigint not null references account (id) on delete cascade,
  thread_id bigint not null,
  last_id bigint not null,
  unread boolean not null,
  primary key (account_id, thread_id)
);
create index conversation_last on conversation (account_id, last_id);
create index conversation_post on conversation (last_id);

insert into conversation (account_id, thread_id, last_id, unread)
select direct.account_id, direct.thread_id, max(direct.id), false from (
  select p.account_id, p.thread_id, p.id from post p where p.visibility = 3
  union all
  select m.account_id, p.thread_id, p.id from post p join post_mention m on m.post_id = p.id where p.visibility = 3
) direct join local_user u on u.account_id = direct.account_id
group by direct.account_id, direct.thread_id;
