"""The command that makes the demo community: demo."""

import asyncio
import os
import re
import shutil
from pathlib import Path
from socket import socket

import click

from folkmoot.features import accounts
from folkmoot.infra import config
from folkmoot.infra.boot import Ground
from folkmoot.infra.clock import system_clock
from folkmoot.infra.config import Place
from folkmoot.infra.errors import OperatorError
from folkmoot.interfaces.cli.common import as_json_option, echo_json, invocation
from folkmoot.interfaces.cli.server import make_folder, new_folder, prepare
from folkmoot.interfaces.cli.serving import listen, run_server

PASSWORDS_FILE = "passwords.txt"
UNFINISHED_FILE = "demo-unfinished"
"""Stands in the data folder while the demo is being made; what an interrupted attempt left is made anew."""
SIGN_IN = ("owner", "moderator", "member")
SEED = 1
"""The story that is told; another number would tell another one."""
SMALL_TOWN = {"window_hours": 72, "least_voices": 2}
"""What the demo sets of trends."""
ROOM = 150 * 2**20
"""Bytes that the demo and its database may need."""


@click.command()
@click.option("--posts", type=click.IntRange(20, 20_000), default=2000, show_default=True, help="How many posts.")
@click.option(
    "--serve", is_flag=True, help="Serve it afterwards; a community that is there already is served as it is."
)
@click.option("--host", help="Address to listen on (default: folkmoot.toml).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on (default: folkmoot.toml).")
@as_json_option
@click.pass_context
def demo(context: click.Context, posts: int, serve: bool, host: str | None, port: int | None, as_json: bool) -> None:
    """Fill a new data folder with a community of 50 invented members, and tell how to sign in.

    Example: folkmoot --data ./demo demo --serve --port 3000
    """
    if port is not None:
        os.environ.setdefault("FOLKMOOT_SITE_URL", f"http://localhost:{port}")
    folder = new_folder(invocation(context).data)
    if not serve:
        _greet(_made(context, folder, posts), as_json=as_json, served=False)
        return
    with _taken(folder, host, port) as listener:
        place = _made(context, folder, posts)
        run_server(place, listener, None, lambda: _greet(place, as_json=as_json, served=True))


def _taken(folder: Path, host: str | None, port: int | None) -> socket:
    """Take the port before anything is made: whoever has to choose another one should learn it at once."""
    exists = (folder / config.CONFIG_FILE).exists()
    server = config.load(folder).config.server if exists else config.ServerSettings()
    return listen(server, host, port)


def _made(context: click.Context, folder: Path, posts: int) -> Place:
    """Make the demo in `folder`, unless there is a community in it already."""
    _make_room(folder)
    place = config.load(folder)
    prepare(context, place)
    _seed_when_empty(context, place, posts)
    return place


def _make_room(folder: Path) -> None:
    """See that `folder` is a data folder; one whose demo was interrupted is emptied of it."""
    url = os.environ.get("FOLKMOOT_SITE_URL", config.Site().url)
    fresh = not (folder / config.CONFIG_FILE).exists()
    if fresh and folder.is_dir() and any(folder.iterdir()):
        raise OperatorError(f"{folder} holds other files and no community. Name a new folder.")
    if not fresh and (folder / UNFINISHED_FILE).exists():
        click.echo("The last attempt was interrupted; starting over.", err=True)
        _remove_database(folder)
    make_folder(folder, url, "sqlite:///folkmoot.db")
    if fresh:
        (folder / UNFINISHED_FILE).touch()
        _listen_closely(folder / config.CONFIG_FILE)
    if (folder / UNFINISHED_FILE).exists() and shutil.disk_usage(folder).free < ROOM:
        raise OperatorError(f"The disk under {folder} is nearly full: the demo needs {ROOM // 2**20} MiB. Make room.")


def _listen_closely(path: Path) -> None:
    """Let a trend be what it is among fifty people: two of them within three days."""
    text = path.read_text(encoding="utf-8")
    for name, value in SMALL_TOWN.items():
        text = re.sub(rf"^# ({name} = )\d+", rf"\g<1>{value}", text, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")


def _remove_database(folder: Path) -> None:
    for path in folder.glob("folkmoot.db*"):
        path.unlink()
    shutil.rmtree(folder / config.ObjectsSettings().path, ignore_errors=True)


def _seed_when_empty(context: click.Context, place: Place, posts: int) -> None:
    """Make the demo where there is no member yet; anything else is left as it is."""
    passwords = asyncio.run(_seed(context, place, posts))
    if passwords:
        _write_passwords(place.folder / PASSWORDS_FILE, passwords)
        (place.folder / UNFINISHED_FILE).unlink(missing_ok=True)


async def _seed(context: click.Context, place: Place, posts: int) -> dict[str, str]:
    """Tell the story; returns the passwords of those who can sign in, none where there were members already."""
    from folkmoot.interfaces.cli.demo.seeding import Seeder, StoryClock, new_password, pictures_of
    from folkmoot.interfaces.cli.demo.story import Teller
    from folkmoot.interfaces.cli.progress import shown

    clock = StoryClock(system_clock())
    ground = Ground(place, invocation(context).consequences, clock)
    await ground.start()
    try:
        members, _, _ = await accounts.local_totals(await ground.read())
        if members:
            return {}
        story = Teller(SEED, clock(), posts).tell()
        stages = {
            "members": (f"Inviting {len(story.people)} members", len(story.people)),
            "pictures": ("Drawing and cleaning pictures", pictures_of(story)),
            "events": (f"Telling {len(story.posts)} posts and what follows", len(story.events)),
        }
        passwords = {name: new_password() for name in SIGN_IN}
        with shown(stages) as progress:
            await Seeder(ground, clock, story, progress.advance).seed(passwords)
        return passwords
    finally:
        await ground.stop()


def _write_passwords(path: Path, passwords: dict[str, str]) -> None:
    from folkmoot.interfaces.cli.demo.seeding import email_of

    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        for name, password in passwords.items():
            file.write(f"{name} {email_of(name)} {password}\n")


def _read_passwords(folder: Path) -> list[dict[str, str]]:
    path = folder / PASSWORDS_FILE
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [dict(zip(("username", "email", "password"), line.split(), strict=True)) for line in lines]


def _greet(place: Place, *, as_json: bool, served: bool) -> None:
    """Say where the community is and how to sign in."""
    people = _read_passwords(place.folder)
    url = place.config.site.url
    if as_json:
        echo_json({"url": url, "folder": str(place.folder), "sign_in": people})
        return
    if not people:
        click.echo(f"\n{place.folder} holds a community that is not the demo; it is left as it is.")
    click.echo(f"\n{'Folkmoot is at' if served else 'Folkmoot will be at'} {url}\n")
    for person in people:
        click.echo(f"  {person['username']:<10} {person['email']:<24} {person['password']}")
    if people:
        click.echo(f"\nThe passwords stand in {place.folder / PASSWORDS_FILE} too.")
    click.echo("Stop it with Ctrl-C." if served else f"Next: folkmoot --data {place.folder} serve")


COMMANDS = (demo,)
