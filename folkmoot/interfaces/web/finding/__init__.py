"""What pages for finding share: people in rows, tags with how often they are used, and how often anybody may look."""
