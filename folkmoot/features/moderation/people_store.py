"""All SQL about the accounts that staff look for."""

from folkmoot.features.moderation.types import STATES, People
from folkmoot.infra.db import Bounds, Reader, Sql

_BITS = {state: 1 << place for place, state in enumerate(STATES)}
_HOLDS = {
    "local": "a.domain = ''",
    "remote": "a.domain <> ''",
    "active": """a.suspended_at is null and (a.domain <> ''
      or (u.confirmed_at is not null and u.approved_at is not null and u.disabled_at is null))""",
    "pending": "u.account_id is not null and u.approved_at is null",
    "disabled": "u.disabled_at is not null",
    "silenced": "a.silenced_at is not null",
    "suspended": "a.suspended_at is not null",
    "sensitized": "a.sensitized_at is not null",
}
_STATES = "\n".join(f"and ((cast($4 as bigint) & {_BITS[state]}) = 0 or ({_HOLDS[state]}))" for state in STATES)
_PAGE = {
    ascending: Sql(rf"""
    select a.id from account a left join local_user u on u.account_id = a.id
    where a.id < $1 and a.id > $2 {_STATES}
    and a.username_key like $5 escape '\' and lower(a.display_name) like $6 escape '\'
    and (cast($7 as text) = '' or a.domain = $7) and (cast($8 as text) = '' or u.email_key = $8)
    and (cast($9 as text) = '' or a.id in (select s.account_id from session s where s.address = $9))
    and (cast($10 as bigint) = 0 or u.role_id = any($11))
    and (cast($12 as bigint) is null or u.invite_id in (select i.id from invite i where i.account_id = $12))
    order by a.id {"asc" if ascending else "desc"} limit $3
    """)
    for ascending in (True, False)
}


def _beginning(text: str) -> str:
    """Return the pattern of what begins with `text`, in whichever case."""
    escaped = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}%"


async def page(db: Reader, wanted: People, bounds: Bounds) -> list[int]:
    below, above, limit, ascending = bounds
    states = sum(_BITS[state] for state in wanted.states)
    rows = await db.all(
        _PAGE[ascending], below, above, limit, states, _beginning(wanted.username), _beginning(wanted.display_name),
        wanted.domain.lower(), wanted.email.lower(), wanted.address, int(wanted.roles is not None),
        wanted.roles or [], wanted.invited_by,
    )  # fmt: skip
    return [row[0] for row in rows]
