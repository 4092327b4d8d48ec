"""The command-line process: `folkmoot`."""

from folkmoot import worker
from folkmoot.interfaces import cli
from folkmoot.wiring import CONSEQUENCES


def main() -> None:
    """Run one command and exit with its code."""
    cli.run(CONSEQUENCES, worker.work)


if __name__ == "__main__":
    main()
