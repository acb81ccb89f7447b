"""Language models for people: whether one may be asked, what it costs, and asking it."""
