"""Showing how far a long command is: bars at a terminal, a line for each finished stage elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn


class Stages:
    """The stages of a long piece of work, each with a number of steps."""

    def __init__(self, progress: Progress, stages: dict[str, tuple[str, int]]) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {
            name: progress.add_task(words, total=steps) for name, (words, steps) in stages.items()
        }

    def advance(self, stage: str, steps: int) -> None:
        """Say that so many more steps of a stage are done."""
        self._progress.advance(self._tasks[stage], steps)
        task = next(task for task in self._progress.tasks if task.id == self._tasks[stage])
        if task.finished and not self._progress.console.is_terminal:
            self._progress.console.print(f"{task.description}: {task.completed:.0f} done")


@contextmanager
def shown(stages: dict[str, tuple[str, int]]) -> Iterator[Stages]:
    """Show the progress of `stages`, given as name: (words for people, steps), on standard error."""
    console = Console(file=sys.stderr)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield Stages(progress, stages)
