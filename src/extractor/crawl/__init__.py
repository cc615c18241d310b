"""What to fetch next, as pure decisions: they are told the time and what was heard, and touch nothing."""
