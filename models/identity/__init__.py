"""Who is who: a list resolved against the state that the lists before it left. `resolve` is the entrance."""
