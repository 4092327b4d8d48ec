"""One wire protocol each; no rules; they never import each other."""
