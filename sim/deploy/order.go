package deploy

// An Order is how requests are ordered that are under way to one service at the same time and are
// about the same thing. All else takes as long as the seed draws.
type Order string

const (
	AsDrawn    Order = ""         // by what the seed draws for each link
	ByPriority Order = "priority" // each process has a rank, and a few times one falls to the last
	Evenly     Order = "even"     // each place among those under way is as likely
)

// Orders are those that are chosen, and not drawn.
var Orders = []Order{ByPriority, Evenly}
