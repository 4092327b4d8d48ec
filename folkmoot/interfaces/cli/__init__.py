"""The command line: `folkmoot`, one file for each group of commands."""

import os
import sys

import click

from folkmoot.infra.boot import Consequences
from folkmoot.infra.errors import OperatorError, Refusal
from folkmoot.interfaces.cli import accounts, announcements, applications, checking, jobs, search, server, site, trends
from folkmoot.interfaces.cli.common import Invocation, Work
from folkmoot.interfaces.cli.demo import command as demo

INTERRUPTED = 130
"""128 + SIGINT, as shells count."""


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--data", metavar="FOLDER", help="The data folder (default: the one served last, or ./data).")
@click.version_option(package_name="folkmoot")
@click.pass_context
def folkmoot(context: click.Context, data: str | None) -> None:
    """Run a Folkmoot community.

    Example: folkmoot init && folkmoot serve
    """
    consequences, work = context.obj
    context.obj = Invocation(data, consequences, work)


for command in (
    *server.COMMANDS,
    *accounts.COMMANDS,
    *announcements.COMMANDS,
    *applications.COMMANDS,
    *checking.COMMANDS,
    *jobs.COMMANDS,
    *demo.COMMANDS,
    *search.COMMANDS,
    *site.COMMANDS,
    *trends.COMMANDS,
):
    folkmoot.add_command(command)


def run(consequences: Consequences, work: Work) -> None:
    """Run the command line; one clear sentence and a non-zero exit when something is wrong."""
    try:
        code = folkmoot(standalone_mode=False, obj=(consequences, work))
    except (click.exceptions.Abort, KeyboardInterrupt):
        raise SystemExit(INTERRUPTED) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        # Who reads our output has heard enough; the interpreter must not complain while it closes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except Exception as error:
        if os.environ.get("FOLKMOOT_TRACE"):
            raise
        click.echo(f"folkmoot: {_sentence(error)}", err=True)
        raise SystemExit(1) from None
    raise SystemExit(code or 0)


def _sentence(error: Exception) -> str:
    """Return what to tell an operator; a fault of ours is named as one, with the way to see more of it."""
    if isinstance(error, OperatorError | Refusal):
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}."
    words = str(error).rstrip(".") or type(error).__name__
    return f"{words}. Try: folkmoot check (FOLKMOOT_TRACE=1 shows where this happened)"
