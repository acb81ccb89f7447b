"""How mail comes in and is put where it belongs, whoever brings it."""
