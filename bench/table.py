"""The bench's figures: printed as a table, saved as JSON and Markdown, compared with an earlier run."""

import importlib.metadata
import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

RESULTS = Path(__file__).parent / "results"
_PACKAGES = ("uvicorn", "uvloop", "httptools", "msgspec", "asyncpg")


class Goal(msgspec.Struct, frozen=True):
    """What a figure must reach, and what it should."""

    least: float | None = None
    aim: float | None = None
    less_is_better: bool = False


class Figure(msgspec.Struct, frozen=True):
    """One line of the table. `value` None: not measured, and `note` says why. `floor` is nginx with the same bytes."""

    name: str
    value: float | None
    unit: str
    goal: Goal = Goal()
    floor: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.value is None:
            return "-"
        for goal, word in ((self.goal.aim, "aim reached"), (self.goal.least, "ok")):
            if goal is not None and (self.value <= goal if self.goal.less_is_better else self.value >= goal):
                return word
        return "" if self.goal.least is None else "MISSED"


class Result(msgspec.Struct, frozen=True):
    """A whole run: the machine and the settings it ran with, and its figures."""

    facts: dict[str, str]
    figures: list[Figure]


def machine_facts() -> dict[str, str]:
    """Return what a reader must know of the machine to compare figures."""
    changed = "+changes" if _said("git", "status", "--porcelain") else ""
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "commit": (_said("git", "rev-parse", "--short", "HEAD") or "unknown") + changed,
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "load when it began": load_average(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in _PACKAGES},
    }


def load_average() -> str:
    """Return how many processes wanted a core of late: figures of a busy machine are worse than ours."""
    return f"{os.getloadavg()[0]:.1f}"


def _said(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=RESULTS.parent)
    except OSError:
        return ""
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def number(value: float | None) -> str:
    """Write a figure with the digits that mean something."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) < 10 else f"{value:.1f}"


_COLUMNS = ("figure", "value", "unit", "at least", "aim", "", "nginx floor", "ours / floor", "note")


def _cells(figure: Figure) -> list[str]:
    ratio = "" if figure.floor is None or figure.value is None else f"{figure.value / figure.floor:.2f}"
    sign = "<= " if figure.goal.less_is_better else ""
    return [
        figure.name,
        number(figure.value),
        figure.unit,
        "" if figure.goal.least is None else sign + number(figure.goal.least),
        "" if figure.goal.aim is None else sign + number(figure.goal.aim),
        figure.verdict,
        "" if figure.floor is None else number(figure.floor),
        ratio,
        figure.note,
    ]


def show(result: Result, console: Console) -> None:
    """Print the table."""
    table = Table(*_COLUMNS, title="Folkmoot bench", caption=", ".join(f"{k} {v}" for k, v in result.facts.items()))
    for figure in result.figures:
        cells = _cells(figure)
        if figure.verdict == "MISSED":
            cells[5] = "[red]MISSED[/red]"
        table.add_row(*cells)
    console.print(table)


def markdown(result: Result) -> str:
    """Return the table as Markdown, the facts below it."""
    heads = [column or "verdict" for column in _COLUMNS]
    rows = [heads, ["---"] * len(heads), *(_cells(figure) for figure in result.figures)]
    lines = [f"| {' | '.join(row)} |" for row in rows]
    facts = [f"- {name}: {value}" for name, value in result.facts.items()]
    return "\n".join(["# Folkmoot bench", "", *lines, "", *facts, ""])


def save(result: Result, name: str, folder: Path = RESULTS) -> Path:
    """Write NAME.json and NAME.md; returns the path of the first."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n")
    path.with_suffix(".md").write_text(markdown(result), encoding="utf-8")
    return path


def load(path: Path) -> Result:
    return msgspec.json.decode(path.read_bytes(), type=Result)


def compare(old: Result, new: Result, console: Console) -> None:
    """Print the figures of two runs side by side."""
    before = {figure.name: figure for figure in old.figures}
    table = Table("figure", "before", "after", "change", "unit", title="Before and after")
    for figure in new.figures:
        earlier = before.get(figure.name)
        then = None if earlier is None else earlier.value
        change = f"{(figure.value / then - 1) * 100:+.0f} %" if then and figure.value is not None else ""
        table.add_row(figure.name, number(then), number(figure.value), change, figure.unit)
    console.print(table)
