"""One subject each: its words, rules, SQL, events and jobs."""
