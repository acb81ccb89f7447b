"""Pages of resumes: the library of a signed-in person, and the first minute."""
