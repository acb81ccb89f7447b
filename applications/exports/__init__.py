"""Files made of a person's applications: values in, bytes out."""
