"""Commands about search: search reindex, search state."""

import click

from folkmoot.features import search
from folkmoot.infra.boot import Ground
from folkmoot.interfaces.cli.common import as_json_option, echo_json, on_ground


@click.group("search")
def search_group() -> None:
    """The index by which posts are found.

    Example: folkmoot search state
    """


@search_group.command("state")
@as_json_option
@click.pass_context
def state(context: click.Context, as_json: bool) -> None:
    """Tell how many posts the index has.

    Example: folkmoot search state --json
    """
    total, indexed = on_ground(context, search.index_state)
    if as_json:
        echo_json({"posts": total, "indexed": indexed})
    else:
        click.echo(f"{indexed} of {total} posts are indexed.")


@search_group.command("reindex")
@as_json_option
@click.pass_context
def reindex(context: click.Context, as_json: bool) -> None:
    """Index the posts that the index lacks or has in an older form, newest first.

    The server may run meanwhile. What was done stays done: interrupted, it goes on where it stopped.

    Example: folkmoot search reindex
    """
    from folkmoot.interfaces.cli.progress import shown

    async def act(ground: Ground) -> int:
        total, indexed = await search.index_state(ground)
        with shown({"posts": ("Indexing posts", total - indexed)}) as stages:
            return await search.reindex(ground, lambda count: stages.advance("posts", count))

    done = on_ground(context, act)
    if as_json:
        echo_json({"indexed": done})
    else:
        click.echo(f"{done} posts were indexed.")


COMMANDS = (search_group,)
