"""What is true: the tables, and the pure rules that decide identity, change, count and verdict.

Nothing here imports `flows`, Prefect or requests, opens a socket or reads a clock: now is a parameter.
"""
