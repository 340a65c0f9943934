package faults

var partitionOneWay = Kind{
	Name:   "partition-one-way",
	Text:   "No message gets from the target to the peer; the way back is open.",
	Form:   "<target> to <peer> <when> for <duration>",
	Needs:  "Cutter",
	able:   can[Cutter],
	strike: strikePartitionOneWay,
	sides:  partitionOneWaySides,
}

func strikePartitionOneWay(s *strike) (heal func()) { return s.cut(s.links()) }

// partitionOneWaySides are those of a partition, each way round.
func partitionOneWaySides(s Space, byMeaning bool) [][]side {
	there := partitionSides(s, byMeaning)
	all := there
	for _, group := range there {
		var back []side
		for _, sd := range group {
			back = append(back, side{sd.peer, sd.target})
		}
		all = append(all, back)
	}
	return all
}
