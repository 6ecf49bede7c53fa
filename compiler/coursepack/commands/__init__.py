"""What the other commands do, on the pipeline and its stages: files in, values out."""
