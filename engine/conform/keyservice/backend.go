package keyservice

import (
	"time"

	"pawl/engine"
	"pawl/engine/conform"
)

// Backend is a key service under test, that has made nothing yet, with its time.
type Backend interface {
	engine.KeyService
	// Wall is its wall clock, which nobody sets while a test runs.
	Wall() time.Duration
	// Pass lets that much time pass, or a little more.
	Pass(time.Duration)
	// Restart has it crash, with all that is not durable, and start again.
	Restart() error
}

// All are the promises of a key service.
var All = []conform.Promise[Backend]{
	{Name: "one for an operation", Run: with((*using).oneForAnOperation)},
	{Name: "operations differ", Run: with((*using).operationsDiffer)},
	{Name: "prints", Run: with((*using).prints)},
	{Name: "lookup", Run: with((*using).lookup)},
	{Name: "what was never made", Run: with((*using).neverMade)},
	{Name: "destroyed", Run: with((*using).destroyed)},
	{Name: "tombstone", Run: with((*using).tombstone)},
	{Name: "destroys nothing else", Run: with((*using).destroysNothingElse)},
	{Name: "answers are durable", Run: with((*using).durable)},
	{Name: "fence/of a create", Run: with((*using).fenceOfCreate)},
	{Name: "fence/of a destroy", Run: with((*using).fenceOfDestroy)},
	{Name: "fence/of a create that makes nothing", Run: with((*using).fenceOfRetry)},
	{Name: "fence/of what is rejected", Run: with((*using).fenceOfRejected)},
	{Name: "fence/of each key", Run: with((*using).fenceOfEachKey)},
	{Name: "end", Run: with((*using).end)},
	{Name: "end/is not put off", Run: with((*using).endStays)},
	{Name: "end/none", Run: with((*using).endless)},
	{Name: "issuer/not there", Run: with((*using).issuerNotThere)},
	{Name: "issuer/ends", Run: with((*using).issuerEnds)},
	{Name: "issuer/destroyed", Run: with((*using).issuerDestroyed)},
	{Name: "random", Run: random},
}

// with is a body that uses one key service.
func with(body func(*using)) func(conform.T, func() Backend) {
	return func(t conform.T, open func() Backend) { body(&using{t, open()}) }
}
