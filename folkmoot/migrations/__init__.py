"""Forward migrations: numbered SQL files that import no live code."""
