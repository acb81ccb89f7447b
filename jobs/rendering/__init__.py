"""Pictures of runs, as values a template draws; pure."""
