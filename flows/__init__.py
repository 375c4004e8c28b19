"""What runs: the scheduled flows, the steps that touch the world, and the command line."""

__version__ = "0.1.0"
