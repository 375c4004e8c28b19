"""What is told to whom: compose, draw, dispatch."""
