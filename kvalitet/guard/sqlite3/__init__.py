"""Django's SQLite backend, which can also read from a disk that takes no writes."""
