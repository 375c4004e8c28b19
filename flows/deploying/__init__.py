"""What Prefect is told: the deployments with their schedules, and the automations that tell people."""
