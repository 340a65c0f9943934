// Package oscal writes results as OSCAL assessment results (JSON), for whoever assesses controls
// with tools for that format.
//
// It writes observations, and no findings: whether a control is met is for the assessor, who
// says in an assessment plan what was to be looked at, and for which controls. The same results
// and plan give the same bytes; identifiers are derived from them, and times are passed in.
// The command line may import it; it imports package reports.
package oscal
