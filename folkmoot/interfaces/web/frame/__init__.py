"""What every page stands in: finding the handler, reading what was sent, the visit, templates, texts, files."""
