"""The commands of `moawatch`, one file per subject; `flows.cli` loads each only when it is called."""
