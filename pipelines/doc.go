// Package pipelines is how a check is run by others than a person: in workflows of GitHub, which
// are in .github/workflows, in those of GitLab and on Kubernetes, which are here as pages and
// manifests. It has no code of its own and nobody imports it; its tests read each of them
// strictly and run what stands in it for a small campaign, so that no flag in it is unknown and
// no file is missing where the next step wants it.
//
// In kubernetes/engine are the parts of the engine for real, whose commands its tests start as far
// as their settings are read.
//
// To add another system, add its file, and a test that reads it and runs its scripts by
// shell.run, with the variables that the system would set.
package pipelines
