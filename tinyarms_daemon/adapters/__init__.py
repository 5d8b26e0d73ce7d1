"""One file per thing outside: git, the watcher, the timer, worker processes, the store."""
