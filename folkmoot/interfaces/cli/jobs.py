"""Commands about background jobs: jobs list, jobs retry."""

import click

from folkmoot.infra import jobs as table
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import iso
from folkmoot.infra.jobs import Job
from folkmoot.interfaces.cli.common import as_json_option, echo_json, on_ground


@click.group()
def jobs() -> None:
    """Background jobs: those that wait, and the dead letters that gave up.

    Example: folkmoot jobs list --dead
    """


@jobs.command("list")
@click.option("--dead", is_flag=True, help="Only those that failed too often.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True, help="At most so many.")
@as_json_option
@click.pass_context
def list_jobs(context: click.Context, dead: bool, limit: int, as_json: bool) -> None:
    """List jobs, the one that is due first at the top.

    Example: folkmoot jobs list --dead --json
    """

    async def act(ground: Ground) -> list[Job]:
        return await table.listed(ground.db, dead=dead, limit=limit)

    found = on_ground(context, act)
    if as_json:
        echo_json([{"id": str(job.id), "name": job.name, "due_at": iso(job.run_at), "attempts": job.attempts,
                    "dead": job.dead, "error": job.last_error} for job in found])  # fmt: skip
        return
    for job in found:
        click.echo(f"{job.id}  {job.name}  due {iso(job.run_at)}  attempts {job.attempts}  {job.last_error or ''}")
    if not found:
        click.echo("No dead letters." if dead else "No jobs wait.")


@jobs.command("retry")
@click.argument("ids", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="Every dead letter.")
@as_json_option
@click.pass_context
def retry(context: click.Context, ids: tuple[int, ...], everything: bool, as_json: bool) -> None:
    """Let dead letters run again, as if they had never failed.

    Example: folkmoot jobs retry --all
    """
    if bool(ids) == everything:
        raise click.UsageError("Name dead letters by their ids, or say --all.")

    async def act(ground: Ground) -> int:
        return await table.revive(ground.db, ground.clock(), None if everything else list(ids))

    revived = on_ground(context, act)
    if as_json:
        echo_json({"retried": revived})
    else:
        click.echo(f"{revived} will run again.")
    if revived < len(ids):
        raise click.ClickException(f"{len(ids) - revived} of them are not dead letters.")


COMMANDS = (jobs,)
