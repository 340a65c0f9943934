// Package playbook reads playbooks from files: YAML, one file each, called as the playbook
// is, read strictly and within limits.
//
//	name: key-service-unreachable
//	applies: The key service has not done what it was asked, as often as policy tries.
//	affected: Nothing that is in use. The rotation stands where it stood.
//	class: recoverable
//	encryption-affected: false
//	decryption-valid: true
//	customers-must-act: false
//	manual-work-safe: true
//	escalation: security-on-call
//	steps:
//	  - {do: look, at: key-service, for: 1m, why: It has to answer before anything else helps.}
//	  - {do: resume, why: The rotation goes on from where it stood.}
//
// The words of do are the contract's: wait, look, resume, abort, hand-over and erase.
// [Followable] holds a playbook that was made in code against the same rules.
//
// # Who may import it, and how to add to it
//
// Engines that keep their playbooks as files, and who looks at an engine before it is run. It imports the contract, and the strict YAML
// of scenarios/form, which knows nothing of what files are about. A new word is a constant
// in the contract, a line of needs in rules.go, and a case where a deployment's operator
// carries it out.
package playbook
