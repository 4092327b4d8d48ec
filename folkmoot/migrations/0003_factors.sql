-- Second factors, and the end of an account: a name once taken is kept only as a keyed hash, for ever.

create table recovery_code (
  account_id bigint not null references account (id) on delete cascade,
  code_hash bytea not null,
  primary key (account_id, code_hash)
);

create table passkey (
  id bigint primary key,
  account_id bigint not null references account (id) on delete cascade,
  credential_id bytea not null unique,
  public_key bytea not null,
  sign_count bigint not null,
  transports text not null default '[]',
  name text not null,
  created_at bigint not null,
  last_used_at bigint
);
create index passkey_account on passkey (account_id, id);
create unique index local_user_passkey_handle on local_user (passkey_handle) where passkey_handle is not null;

create table webauthn_challenge (
  challenge_hash bytea primary key,
  purpose text not null,
  binding bytea not null,
  account_id bigint references account (id) on delete cascade,
  expires_at bigint not null
);
create index webauthn_challenge_expiry on webauthn_challenge (expires_at);
create index webauthn_challenge_account on webauthn_challenge (account_id) where account_id is not null;

create table reserved_name (name_hash bytea primary key);

create table erasure (account_id bigint primary key, started_at bigint not null);
