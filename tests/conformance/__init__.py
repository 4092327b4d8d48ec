"""The conformance oracle: the published Mastodon API as plain data, and a checker to hold answers against."""
