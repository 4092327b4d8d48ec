-- What a member does not want to come upon: words and posts, and what an app is to do about them.

create table content_filter (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  title text not null,
  contexts text not null,
  action text not null,
  expires_at bigint
);
create index content_filter_account on content_filter (account_id, id);

create table filter_keyword (
  id bigint primary key,
  filter_id bigint not null references content_filter (id) on delete cascade,
  keyword text not null,
  whole_word boolean not null
);
create index filter_keyword_filter on filter_keyword (filter_id, id);

create table filter_status (
  id bigint primary key,
  filter_id bigint not null references content_filter (id) on delete cascade,
  post_id bigint not null references post (id) on delete cascade
);
create unique index filter_status_once on filter_status (filter_id, post_id);
create index filter_status_post on filter_status (post_id);
