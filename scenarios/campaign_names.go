package scenarios

// Suggest says which of the known words was meant by one that is not known, or
// lists them: what an error about any name ends with.
func Suggest(word string, known []string) string { return suggest(word, known) }
