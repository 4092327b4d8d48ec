"""From a URL to the database it names."""

from folkmoot.infra.db.front import Database
from folkmoot.infra.errors import OperatorError


def open_database(url: str) -> Database:
    """Return the (not yet started) database for `url`: sqlite:///PATH or postgresql://..."""
    if url.startswith("sqlite:///"):
        from folkmoot.infra.db.sqlite import Sqlite

        return Sqlite(url.removeprefix("sqlite:///"))
    if url.startswith(("postgresql://", "postgres://")):
        from folkmoot.infra.db.postgres import Postgres

        return Postgres(url)
    raise OperatorError(
        "database.url must begin with sqlite:/// or postgresql://; correct it in folkmoot.toml."
    )
