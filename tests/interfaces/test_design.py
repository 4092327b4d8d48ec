"""The design tokens: text can be read and fields can be seen, in the light and in the dark (WCAG 2.2 AA)."""

import re

import pytest

from folkmoot.interfaces.web.frame.files import FOLDER

TEXT, SHAPE = 4.5, 3.0
PAIRS = [
    ("ink", "ground", TEXT), ("ink", "paper", TEXT), ("ink", "accent-soft", TEXT), ("quiet", "ground", TEXT),
    ("quiet", "paper", TEXT), ("quiet", "accent-soft", TEXT), ("accent", "paper", TEXT), ("accent", "ground", TEXT),
    ("accent-strong", "paper", TEXT), ("on-accent", "accent", TEXT), ("on-accent", "accent-strong", TEXT),
    ("fault", "paper", TEXT), ("fault", "fault-soft", TEXT), ("field", "paper", SHAPE), ("focus", "paper", SHAPE),
    ("focus", "ground", SHAPE), ("paper", "spark", TEXT), ("gold", "paper", TEXT),
    ("ink", "raised", TEXT), ("on-veil", "veil", TEXT), ("spark", "paper", SHAPE), ("spark", "ground", SHAPE),
]  # fmt: skip

TOKEN = re.compile(r"--([a-z-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);")


def _tokens(scheme: str) -> dict[str, str]:
    """Return the colours of a scheme; "more contrast" stands in for what it changes."""
    blocks = dict(re.findall(r"^(\S+) \{\n(.*?)^\}", (FOLDER / "tokens.css").read_text(), re.MULTILINE | re.DOTALL))
    place, _, more = scheme.partition(" ")
    found: dict[str, str] = {}
    for block in (":root", *(['[data-contrast="more"]'] if more else [])):
        for name, light, dark in re.findall(
            r"--([a-z-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\);", blocks[block]
        ):
            found[name] = light if place == "light" else dark
    return found


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark", "light more", "dark more"])
@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_contrast(scheme: str, front: str, back: str, least: float) -> None:
    tokens = _tokens(scheme)
    lighter, darker = sorted((_luminance(tokens[front]), _luminance(tokens[back])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= least


def test_the_stylesheets_name_no_colours_of_their_own() -> None:
    for path in FOLDER.glob("*.css"):
        if path.name != "tokens.css":
            assert not re.search(r"#[0-9a-f]{3,6}\b|rgb\(|hsl\(", path.read_text()), path.name
