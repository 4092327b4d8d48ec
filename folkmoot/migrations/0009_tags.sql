-- Tags that members follow or show on their profile, members whom others recommend, and suggestions waved away.

create table tag_follow (
  account_id bigint not null references account (id) on delete cascade,
  tag text not null,
  id bigint not null,
  primary key (account_id, tag)
);
create index tag_follow_account on tag_follow (account_id, id);

create table featured_tag (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  tag text not null
);
create unique index featured_tag_once on featured_tag (account_id, tag);

create table endorsement (
  account_id bigint not null references account (id) on delete cascade,
  target_id bigint not null references account (id) on delete cascade,
  id bigint not null,
  primary key (account_id, target_id)
);
create index endorsement_account on endorsement (account_id, id);
create index endorsement_target on endorsement (target_id);

create table dismissed_suggestion (
  account_id bigint not null references account (id) on delete cascade,
  target_id bigint not null references account (id) on delete cascade,
  primary key (account_id, target_id)
);
create index dismissed_suggestion_target on dismissed_suggestion (target_id);
create index account_active on account (coalesce(last_status_at, 0), id) where discoverable;
create index account_followed on account (followers_count) where discoverable;
