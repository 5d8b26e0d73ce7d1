"""The database: tables, migrations, and the mapping between rows and domain values."""
