"""The benchmark harness: a real server, real load tools, and a table that is saved."""
