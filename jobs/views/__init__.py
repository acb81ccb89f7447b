"""Pages of jobs that show no fit: those that do live in the matching app."""
