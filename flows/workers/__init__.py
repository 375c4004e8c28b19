"""A run shared by several workers."""
