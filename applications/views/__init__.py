"""Pages of applications, and those that look across the whole product."""
