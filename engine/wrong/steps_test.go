package wrong

import (
	"slices"
	"testing"

	"pawl/engine"
	"pawl/engine/reference"
)

// TestStepsBelongToOneProcess: what a changed step remembers is its process's own. It
// reads the same in the second process that a test starts as it did in the first.
func TestStepsBelongToOneProcess(t *testing.T) {
	var workers, nodes []int
	v := reference.Variant{
		Worker: func(_ *engine.Env, s *reference.WorkerSteps) {
			calls := 0
			s.Admit = func(*reference.Worker, engine.Trigger) engine.Answer {
				calls++
				workers = append(workers, calls)
				return engine.Answer{}
			}
		},
		Node: func(_ *engine.Env, s *reference.NodeSteps) {
			calls := 0
			s.Seal = func(*reference.Agent, string, []byte) (engine.Sealed, error) {
				calls++
				nodes = append(nodes, calls)
				return engine.Sealed{}, engine.ErrNotServing
			}
		},
	}.Engine()
	for range 2 {
		worker, node := v.Worker(engine.Env{}), v.Agent(engine.Env{})
		for range 3 {
			worker.Admit(engine.Trigger{})
			_, _ = node.Seal("k", nil)
		}
	}
	if want := []int{1, 2, 3, 1, 2, 3}; !slices.Equal(workers, want) || !slices.Equal(nodes, want) {
		t.Errorf("calls as two starts counted them: workers %v, nodes %v, want %v of both", workers, nodes, want)
	}
}
