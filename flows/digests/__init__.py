"""Who gets which news: compose, draw, dispatch."""
