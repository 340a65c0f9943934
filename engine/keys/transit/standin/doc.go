// Package standin is a transit engine to test with, where no server can be had. In what matters
// to package transit it behaves as a real one did when asked (version 1.21.1): see the tests,
// which say each of these things once. What can go wrong on the way is a [Mishap].
//
// Only tests may import it. It knows nothing of the module.
package standin
