"""When reports are offered, to whom, and what they call somebody."""

from datetime import UTC, datetime

from folkmoot.features.annual_reports.types import Year

ENOUGH = 10
"""Posts in a year, without those to single people, from which there is something to report."""
FIRST_DAY = 10
"""The day of December from which reports of the year are offered, until its end."""
QUIET = 52
"""Who posts less than once a week mostly reads."""
ASKING = 10
"""One poll among so many posts makes somebody known for them."""


def campaign(now: int) -> int | None:
    """Return the year of which reports are offered at `now` (ms since 1970, by UTC); None where they are not."""
    today = datetime.fromtimestamp(now / 1000, UTC)
    return today.year if (today.month, today.day) >= (12, FIRST_DAY) else None


def months(year: int) -> list[int]:
    """Return when each month of a year begins (ms since 1970), and when the last ends."""
    begins = [datetime(year, month, 1, tzinfo=UTC) for month in range(1, 13)]
    return [int(moment.timestamp() * 1000) for moment in (*begins, datetime(year + 1, 1, 1, tzinfo=UTC))]


def archetype(year: Year) -> str:
    """Return what somebody is who posted that, by the first of these that fits.

    A lurker posts less than once a week; a booster mostly passes on what others say, a replier mostly answers them;
    a pollster asks in one of ten posts. Everybody else says things of their own: an oracle.
    """
    if year.posts < QUIET:
        return "lurker"
    if year.boosts * 2 > year.posts:
        return "booster"
    if year.replies * 2 > year.posts:
        return "replier"
    if year.polls * ASKING >= year.posts:
        return "pollster"
    return "oracle"
