"""What can be written in a file of a course, as data: what reads it and its schema both take."""
