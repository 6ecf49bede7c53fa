"""Words that people write, and what they mean: names, venues, dates, labels, columns."""
