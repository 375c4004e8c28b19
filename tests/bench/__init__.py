"""`make bench`: how long the work takes beside its floor and its peers."""
