"""The record: all of the SQL. Tables, migrations, what writes them and what asks them."""
