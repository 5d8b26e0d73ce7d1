"""What may be asked of tinyarms, and the wire that carries it: HTTP on a Unix socket."""
