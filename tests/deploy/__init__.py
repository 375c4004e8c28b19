"""What stands in deploy/: units, image and compose file, and the commands of its README."""
