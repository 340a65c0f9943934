package wrong

// ByRates are engines that break no invariant that is judged yet: what they do wrong is
// seen by how much they do. They are not among those that are planted.
var ByRates = []Engine{
	{alwaysUnavailable(), 7, []string{"L3"}, "Answers every open with UNAVAILABLE, stamps in force."},
	{neverRetires(), 5, []string{"L1"}, "Old versions stay DEPRECATED."},
	{renewsInAStorm(), 4, []string{"L3"}, "A renewal that fails is asked for again at once, and many times over."},
}
