"""People as pages show them: at the head of their own, and in lists."""
