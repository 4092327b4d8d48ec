"""The command line: `folkmoot`, one file for each group of commands."""

import click

from folkmoot.infra.boot import Consequences
from folkmoot.infra.errors import OperatorError, Refusal
from folkmoot.interfaces.cli import accounts, server
from folkmoot.interfaces.cli.common import Failure, Invocation


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option("--data", metavar="FOLDER", help="The data folder (default: the one served last, or ./data).")
@click.version_option(package_name="folkmoot")
@click.pass_context
def folkmoot(context: click.Context, data: str | None) -> None:
    """Run a Folkmoot community.

    Example: folkmoot init && folkmoot serve
    """
    context.obj = Invocation(data, context.obj)


for command in (*server.COMMANDS, *accounts.COMMANDS):
    folkmoot.add_command(command)


def run(consequences: Consequences) -> None:
    """Run the command line; one clear sentence and a non-zero exit when something is wrong."""
    try:
        folkmoot(standalone_mode=False, obj=consequences)
    except click.exceptions.Abort:
        raise SystemExit(130) from None
    except click.ClickException as error:
        error.show()
        raise SystemExit(error.exit_code) from None
    except (OperatorError, Refusal, Failure) as error:
        click.echo(f"folkmoot: {error}", err=True)
        raise SystemExit(1) from None
