"""The contract with everyone who asks the database: views with plain names, the same on SQLite and PostgreSQL.

Each view is one .sql file, which also says what a row is, its key, and each column's type and meaning. The tables
behind the views are free to change. `data/README.md` is the dictionary for readers.
"""
