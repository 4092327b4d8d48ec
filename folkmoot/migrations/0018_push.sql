-- Browsers and apps that are told of notifications while nobody looks at them: one for each token, gone with it.

create table push_subscription (
  id bigint primary key,
  token_id bigint not null unique references token (id) on delete cascade,
  account_id bigint not null references account (id) on delete cascade,
  endpoint text not null,
  public_key text not null,
  auth_secret text not null,
  standard boolean not null,
  alerts text not null,
  policy text not null,
  sealed_token text not null
);
create index push_subscription_account on push_subscription (account_id);
