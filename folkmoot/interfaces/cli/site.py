"""Commands about the community's own things: emoji, rule, site."""

from collections.abc import Sequence
from pathlib import Path

import click

from folkmoot.features import media, site
from folkmoot.features.site import Emoji, Rule, RuleText
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import iso_date
from folkmoot.interfaces.cli.common import as_json_option, echo_json, on_ground

existing_file = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def emoji() -> None:
    """Custom emoji.

    Example: folkmoot emoji add blobcat blobcat.png --category cats
    """


@emoji.command("add")
@click.argument("shortcode")
@click.argument("picture", type=existing_file)
@click.option("--category", default="", help="Under which heading apps list it.")
@click.option("--hidden", is_flag=True, help="Apps do not offer it; whoever knows its name can use it.")
@as_json_option
@click.pass_context
def add_emoji(
    context: click.Context, shortcode: str, picture: Path, category: str, hidden: bool, as_json: bool
) -> None:
    """Add an emoji from a picture, which is cleaned and made a square of 400 pixels.

    Example: folkmoot emoji add blobcat blobcat.png
    """

    async def act(ground: Ground) -> Emoji:
        keys = await media.store_picture(ground, picture, "avatar")
        added = Emoji(shortcode.strip(":"), *keys, category, not hidden)
        try:
            async with ground.work() as work:
                await site.add_emoji(work, added)
        except Exception:
            async with ground.work() as work:
                work.announce(media.MediaErased(objects=added.objects))
            raise
        return added

    added = on_ground(context, act)
    if as_json:
        echo_json(added)
    else:
        click.echo(f"Added :{added.shortcode}:.")


@emoji.command("remove")
@click.argument("shortcode")
@as_json_option
@click.pass_context
def remove_emoji(context: click.Context, shortcode: str, as_json: bool) -> None:
    """Remove an emoji; posts show its name instead.

    Example: folkmoot emoji remove blobcat
    """

    async def act(ground: Ground) -> Emoji:
        async with ground.work() as work:
            removed = await site.remove_emoji(work, shortcode.strip(":"))
            work.announce(media.MediaErased(objects=removed.objects))
        return removed

    removed = on_ground(context, act)
    if as_json:
        echo_json(removed)
    else:
        click.echo(f"Removed :{removed.shortcode}:.")


@emoji.command("list")
@as_json_option
@click.pass_context
def list_emoji(context: click.Context, as_json: bool) -> None:
    """List the custom emoji.

    Example: folkmoot emoji list --json
    """

    async def act(ground: Ground) -> Sequence[Emoji]:
        await ground.read()
        return list((await site.emojis(ground)).values())

    found = on_ground(context, act)
    if as_json:
        echo_json(found)
        return
    for item in found:
        click.echo(f":{item.shortcode}:  {item.category}")
    if not found:
        click.echo("There are no custom emoji.")


@click.group()
def rule() -> None:
    """The rules of the community.

    Example: folkmoot rule add "Be kind" --hint "Nobody here is a stranger."
    """


@rule.command("add")
@click.argument("text")
@click.option("--hint", default="", help="A longer explanation.")
@as_json_option
@click.pass_context
def add_rule(context: click.Context, text: str, hint: str, as_json: bool) -> None:
    """Add a rule behind the others; prints its number.

    Example: folkmoot rule add "Be kind"
    """

    async def act(ground: Ground) -> Rule:
        async with ground.work() as work:
            return await site.add_rule(work, RuleText(text, hint))

    added = on_ground(context, act)
    if as_json:
        echo_json({"id": str(added.id), "text": added.text, "hint": added.hint})
    else:
        click.echo(str(added.id))


@rule.command("translate")
@click.argument("number", type=int)
@click.argument("language")
@click.argument("text")
@click.option("--hint", default="", help="A longer explanation.")
@click.pass_context
def translate_rule(context: click.Context, number: int, language: str, text: str, hint: str) -> None:
    """Say a rule in another language.

    Example: folkmoot rule translate 3752961405291724801 de "Sei freundlich"
    """

    async def act(ground: Ground) -> None:
        async with ground.work() as work:
            await site.translate_rule(work, number, language, RuleText(text, hint))

    on_ground(context, act)
    click.echo(f"The rule is now known in {language}.")


@rule.command("remove")
@click.argument("number", type=int)
@click.pass_context
def remove_rule(context: click.Context, number: int) -> None:
    """Take a rule away.

    Example: folkmoot rule remove 3752961405291724801
    """

    async def act(ground: Ground) -> None:
        async with ground.work() as work:
            await site.remove_rule(work, number)

    on_ground(context, act)
    click.echo("The rule is gone.")


@rule.command("list")
@as_json_option
@click.pass_context
def list_rules(context: click.Context, as_json: bool) -> None:
    """List the rules in their order, each with its number.

    Example: folkmoot rule list --json
    """

    async def act(ground: Ground) -> Sequence[Rule]:
        return await site.rules(ground)

    found = on_ground(context, act)
    if as_json:
        echo_json([{"id": str(item.id), "text": item.text, "hint": item.hint} for item in found])
        return
    for item in found:
        click.echo(f"{item.id}  {item.text}")
    if not found:
        click.echo("There are no rules.")


@click.group("site")
def site_group() -> None:
    """What the community says about itself.

    Example: folkmoot site set title "Plum Village"
    """


@site_group.command("set")
@click.argument("name", type=click.Choice(["title", "description", "contact_email"]))
@click.argument("value")
@click.pass_context
def set_one(context: click.Context, name: str, value: str) -> None:
    """Change what stands in folkmoot.toml under the same name; the server need not be started again.

    Example: folkmoot site set contact_email hello@moot.example
    """

    async def act(ground: Ground) -> None:
        async with ground.work() as work:
            await site.change_settings(work, **{name: value})

    on_ground(context, act)
    click.echo(f"The {name} is changed.")


@site_group.command("write")
@click.argument("document", type=click.Choice([site.EXTENDED_DESCRIPTION, site.PRIVACY_POLICY, "terms_of_service"]))
@click.argument("text", type=existing_file)
@click.option("--from", "date", default="", metavar="YYYY-MM-DD", help="From when terms apply (default: today).")
@click.pass_context
def write(context: click.Context, document: str, text: Path, date: str) -> None:
    """Publish a long text from a file of plain text.

    Example: folkmoot site write privacy_policy privacy.txt
    """
    words = text.read_text(encoding="utf-8")

    async def act(ground: Ground) -> None:
        async with ground.work() as work:
            if document == "terms_of_service":
                await site.publish_terms(work, date or iso_date(work.now), words)
            else:
                await site.write_document(work, document, words)

    on_ground(context, act)
    click.echo("Published.")


COMMANDS = (emoji, rule, site_group)
