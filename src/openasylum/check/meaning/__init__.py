"""What the words of a sentence are about: the field's own words, and what stands around a figure."""
