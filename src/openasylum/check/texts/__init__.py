"""Files of every kind as plain text, in its paragraphs and sentences, with its language."""
