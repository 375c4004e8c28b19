"""The record in a browser: a copy of the views in Datasette."""
