"""The only folder that touches the world: files, sockets, the clock, processes. It knows the types that travel, no more."""
