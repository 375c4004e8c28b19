"""What comes back by mail: wishes to stop, and bounces."""
