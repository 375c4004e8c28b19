"""The forms that ICE's list had before its present ones, each in a file, and the reader that knows all forms."""
