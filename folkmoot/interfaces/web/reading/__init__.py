"""Pages for reading: timelines, posts, profiles."""
