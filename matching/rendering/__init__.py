"""Words for fits and postings: values in, values for templates out."""
