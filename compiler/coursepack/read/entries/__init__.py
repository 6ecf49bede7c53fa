"""What a file of works says of one work becomes a work."""
