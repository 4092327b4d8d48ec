"""All SQL about mails that tell of notifications: who wants them, and when the next is due."""

import msgspec

from folkmoot.features.notifications.types import MailWish
from folkmoot.infra.clock import MINUTE
from folkmoot.infra.db import Reader, Sql, Writer

BUNDLE = 5 * MINUTE
"""How long a mail waits for more to tell of."""
PAUSE = 30 * MINUTE
"""Between two mails to the same member at least."""

_WISH = Sql("select kinds, only_away from notification_mail where account_id = $1")
_SET = Sql("""
insert into notification_mail (account_id, kinds, only_away, mailed_up_to, mailed_at) values ($1, $2, $3, $4, 0)
on conflict (account_id) do update set kinds = excluded.kinds, only_away = excluded.only_away
""")
_STOP = Sql("delete from notification_mail where account_id = $1")
_MAKE_DUE = Sql("""
update notification_mail set due_at = case when mailed_at + $2 > $3 then mailed_at + $2 else $3 end
where account_id = any($1) and due_at is null
""")
_TAKE_DUE = Sql("""
update notification_mail set due_at = null where account_id in (
  select account_id from notification_mail where due_at <= $1 order by due_at limit $2) returning account_id
""")
_MAILED_UP_TO = Sql("select mailed_up_to from notification_mail where account_id = $1")
_MAILED = Sql("update notification_mail set mailed_up_to = $2, mailed_at = $3 where account_id = $1")


async def wish(db: Reader, account_id: int) -> MailWish:
    row = await db.one(_WISH, account_id)
    return MailWish() if row is None else MailWish(msgspec.json.decode(row[0], type=list[str]), bool(row[1]))


async def set_wish(db: Writer, account_id: int, wanted: MailWish, newest_id: int) -> None:
    """Write down what a member wants; nothing up to `newest_id` is mailed to one who wanted nothing before."""
    kinds = msgspec.json.encode(wanted.kinds).decode()
    await db.run(_SET, account_id, kinds, wanted.only_away, newest_id)


async def stop(db: Writer, account_id: int) -> None:
    await db.run(_STOP, account_id)


async def make_due(db: Writer, account_ids: list[int], now: int) -> None:
    """Let the next mail of each of these members who want any be due, where it is not yet."""
    if account_ids:
        await db.run(_MAKE_DUE, account_ids, PAUSE, now + BUNDLE)


async def take_due(db: Writer, now: int, limit: int) -> list[int]:
    """Return members whose mail is due; it is not due any more."""
    return [row[0] for row in await db.all(_TAKE_DUE, now, limit)]


async def mailed_up_to(db: Reader, account_id: int) -> int | None:
    """Return the id of the newest notification a mail told of; None for who wants no mail."""
    found: int | None = await db.value(_MAILED_UP_TO, account_id)
    return found


async def mailed(db: Writer, account_id: int, newest_id: int, at: int) -> None:
    await db.run(_MAILED, account_id, newest_id, at)
