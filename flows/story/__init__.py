"""How a run tells its story in Prefect: tasks, log lines, names, states, artifacts. It decides nothing."""
