"""Where postings come from: one Protocol, one file per source, no Django."""
