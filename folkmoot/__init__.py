"""Folkmoot: a microblogging server, and the desk, the record and the way out that it owes its people."""
