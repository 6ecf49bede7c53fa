"""What the folder of a site holds, and what its Liquid evaluates to."""
