"""What was published before this record: Git's and the Wayback Machine's."""
