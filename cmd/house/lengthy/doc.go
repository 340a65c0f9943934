// Package lengthy says which tests take long and are made where PAWL_LONG is 1 in the environment,
// as .ci/run has it.
//
// Those that wait, and do not work, run side by side ([SideBySide]).
//
// Only tests may import it, those of every package. A test calls [Only] if it is left out
// elsewhere, and asks [Wanted] if it does less elsewhere.
package lengthy
