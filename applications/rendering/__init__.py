"""Pictures of applications: values in, shapes out."""
