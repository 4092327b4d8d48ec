"""From a URL to the database it names."""

from folkmoot.infra.db.front import Database
from folkmoot.infra.errors import OperatorError


def open_database(url: str, *, pool: int = 10) -> Database:
    """Return the (not yet started) database for `url`: sqlite:///PATH or postgresql://...

    `pool` is how many connections to PostgreSQL this process may have.
    """
    if url.startswith("sqlite:///"):
        from folkmoot.infra.db.sqlite import Sqlite

        return Sqlite(url.removeprefix("sqlite:///"))
    if url.startswith(("postgresql://", "postgres://")):
        from folkmoot.infra.db.postgres import Postgres

        return Postgres(url, pool)
    raise OperatorError("database.url must begin with sqlite:/// or postgresql://; correct it in folkmoot.toml.")
