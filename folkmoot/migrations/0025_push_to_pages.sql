-- A browser in which somebody is signed in may be told too: a subscription belongs to a token or to a session.

create table push_subscription_held (
  id bigint primary key,
  token_id bigint unique references token (id) on delete cascade,
  session_id bigint unique references session (id) on delete cascade,
  account_id bigint not null references account (id) on delete cascade,
  endpoint text not null,
  public_key text not null,
  auth_secret text not null,
  standard boolean not null,
  alerts text not null,
  policy text not null,
  sealed_token text not null,
  check ((token_id is null) <> (session_id is null))
);
insert into push_subscription_held (id, token_id, account_id, endpoint, public_key, auth_secret, standard, alerts,
  policy, sealed_token)
select id, token_id, account_id, endpoint, public_key, auth_secret, standard, alerts, policy, sealed_token
from push_subscription;
drop table push_subscription;
alter table push_subscription_held rename to push_subscription;
create index push_subscription_account on push_subscription (account_id);
