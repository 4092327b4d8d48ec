-- What many people speak of at the moment, computed anew every few minutes, and what staff or the policy said of it.
-- `kind` is tag, post, link or publisher; `key` the tag, the id of the post or of the preview, or the host.
-- `number` is the id that the client API knows a thing by. Only what was allowed is ever shown.

create table trend (
  kind text not null,
  key text not null,
  number bigint not null,
  post_id bigint references post (id) on delete cascade,
  language text not null default '',
  voices integer not null,
  score double precision not null,
  primary key (kind, key)
);
create index trend_score on trend (kind, score);
create index trend_post on trend (post_id) where post_id is not null;

-- `said` is what a page said of itself when it was judged: a page that says something else is judged again.
create table trend_review (
  kind text not null,
  key text not null,
  number bigint not null,
  post_id bigint references post (id) on delete cascade,
  state text not null,
  said text not null default '',
  reviewed_at bigint not null,
  primary key (kind, key)
);
create index trend_review_number on trend_review (kind, number);
create index trend_review_state on trend_review (kind, state);
create index trend_review_post on trend_review (post_id) where post_id is not null;
