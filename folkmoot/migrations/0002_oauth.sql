-- Sign-in: web sessions, what was issued from an authorization code, invitations, and secrets sent by mail.

alter table oauth_grant add column used_at bigint;
create index oauth_grant_account on oauth_grant (account_id);
create index oauth_grant_expiry on oauth_grant (expires_at);

alter table token add column grant_hash bytea;
create index token_grant on token (grant_hash) where grant_hash is not null;

alter table local_user add column app_id bigint;

create table session (
  id bigint primary key,
  secret_hash bytea not null unique,
  account_id bigint not null references account (id) on delete cascade,
  created_at bigint not null,
  last_seen_at bigint not null,
  last_factor_at bigint,
  address text not null default '',
  user_agent text not null default ''
);
create index session_account on session (account_id);

create table invite (
  id bigint primary key,
  code_hash bytea not null unique,
  account_id bigint not null references account (id) on delete cascade,
  created_at bigint not null,
  expires_at bigint,
  max_uses integer,
  uses integer not null default 0
);
create index invite_account on invite (account_id);

create table mail_secret (
  secret_hash bytea primary key,
  account_id bigint not null references account (id) on delete cascade,
  purpose text not null,
  email_key text not null,
  expires_at bigint not null
);
create index mail_secret_account on mail_secret (account_id, purpose);
