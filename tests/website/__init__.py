"""A small world wide web on loopback, in a process of its own: columns, articles, and servers of every temper."""
