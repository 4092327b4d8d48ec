"""Writing: posts, their files, drafts, what waits for its time, editing and deleting."""
