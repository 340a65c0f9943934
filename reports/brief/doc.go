// Package brief makes of a result a page that is read beside a change, such as the summary of a
// step in CI: the verdict, what was violated and how to have it again, what is new, and what
// was run. All of it fits within the limits of whoever shows it: the first of each kind are
// told, and the others counted.
//
// The command line may import it. To tell of another type of result, add a case to Compose.
package brief
