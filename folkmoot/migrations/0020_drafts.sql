-- What members wrote and did not publish yet, in the order of its last change (`version`), and the files that wait in it.

create table draft (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  version bigint not null,
  params text not null
);
create unique index draft_version on draft (account_id, version);

create table media_kept (
  keeper_id bigint not null references draft (id) on delete cascade,
  media_id bigint not null references media (id) on delete cascade,
  primary key (keeper_id, media_id)
);
create index media_kept_media on media_kept (media_id);

-- Which of their own posts members have deleted by age; `seen_id` is the last one looked at, `next_at` the next look.

create table automatic_deletion (
  account_id bigint primary key references account (id) on delete cascade,
  enabled boolean not null,
  min_status_age bigint not null,
  keep_direct boolean not null,
  keep_pinned boolean not null,
  keep_polls boolean not null,
  keep_media boolean not null,
  keep_self_fav boolean not null,
  keep_self_bookmark boolean not null,
  min_favs integer,
  min_reblogs integer,
  seen_id bigint not null default 0,
  next_at bigint not null
);
create index automatic_deletion_next on automatic_deletion (next_at) where enabled;

drop index media_account;
create index media_account on media (account_id, post_id);
