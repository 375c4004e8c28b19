"""Answers that rest on the views: the roster, exports, searches, and the functions for other programs."""
