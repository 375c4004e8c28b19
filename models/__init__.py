"""The record: its tables, and the rules over them, pure functions over frozen values.

Nothing here imports `flows`, Prefect or requests, opens a socket or reads a clock: now is a parameter.
"""
