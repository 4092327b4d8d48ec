"""Looking after each other: reports and what came of them, keeping away, removed posts, appeals, what this place is."""
