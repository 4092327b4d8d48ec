"""The design tokens: text can be read and fields can be seen, in the light and in the dark (WCAG 2.2 AA)."""

import re

import pytest

from folkmoot.interfaces.web.files import FOLDER

TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    ("ink", "ground", TEXT), ("ink", "paper", TEXT), ("ink", "accent-soft", TEXT), ("quiet", "ground", TEXT),
    ("quiet", "paper", TEXT), ("quiet", "accent-soft", TEXT), ("accent", "paper", TEXT), ("accent", "ground", TEXT),
    ("accent-strong", "paper", TEXT), ("on-accent", "accent", TEXT), ("on-accent", "accent-strong", TEXT),
    ("fault", "paper", TEXT), ("fault", "fault-soft", TEXT), ("field", "paper", SHAPE), ("focus", "paper", SHAPE),
    ("focus", "ground", SHAPE), ("spark", "paper", SHAPE), ("spark", "ground", SHAPE),
]  # fmt: skip


def _tokens(scheme: str) -> dict[str, str]:
    light, dark = (FOLDER / "tokens.css").read_text().split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([a-z-]+): #([0-9a-f]{6});", dark)) if scheme == "dark" else found


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(scheme: str, front: str, back: str, least: float) -> None:
    tokens = _tokens(scheme)
    lighter, darker = sorted((_luminance(tokens[front]), _luminance(tokens[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def test_the_stylesheets_name_no_colours_of_their_own() -> None:
    for path in FOLDER.glob("*.css"):
        if path.name != "tokens.css":
            assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(|hsl\(", path.read_text()), path.name
