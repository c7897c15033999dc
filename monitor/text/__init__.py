"""What a word, a label, a number, a date and a language are: shared by reading and comparing."""
