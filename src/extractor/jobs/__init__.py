"""One module a command; the only place that knows both the core and the edge."""
