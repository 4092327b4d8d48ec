"""What members do on these pages: mark posts, answer polls, write."""
