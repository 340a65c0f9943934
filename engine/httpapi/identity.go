package httpapi

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"pawl/engine"
)

// Role is what the holder of a certificate is for.
type Role string

const (
	Worker     Role = "worker"
	Node       Role = "node"
	KeyService Role = "key-service"
	Scheduler  Role = "scheduler"
	Operator   Role = "operator"
	Approver   Role = "approver"
	Auditor    Role = "auditor"
)

// Roles are all of them.
var Roles = []Role{Worker, Node, KeyService, Scheduler, Operator, Approver, Auditor}

// Holder is whom a certificate names.
type Holder struct {
	Role Role
	Name string
}

const (
	scheme = "spiffe"
	domain = "pawl"
	unfit  = ".as."
	// longest is how long a name may be, so that an unfit one is a name as well.
	longest = 40
)

// Validate says what is wrong with an identity.
func (i Holder) Validate() error {
	switch {
	case !slices.Contains(Roles, i.Role):
		return fmt.Errorf("%q is no role; want one of %s", i.Role, roles())
	case !engine.ValidName(i.Name) || len(i.Name) > longest:
		return fmt.Errorf("%q is no name; want 1 to %d letters, digits, dots, dashes or underscores", i.Name, longest)
	case strings.Contains(i.Name, unfit):
		return fmt.Errorf("%q is no name: %q is for those who ask for what they may not", i.Name, unfit)
	}
	return nil
}

// roles are all of them, for people.
func roles() string {
	var words []string
	for _, r := range Roles {
		words = append(words, string(r))
	}
	return strings.Join(words, ", ")
}

// URI is how a certificate says it.
func (i Holder) URI() *url.URL {
	return &url.URL{Scheme: scheme, Host: domain, Path: "/" + string(i.Role) + "/" + i.Name}
}

func (i Holder) String() string { return string(i.Role) + "/" + i.Name }

// Unfit is the name under which somebody is refused who asks for what the role does not give.
func (i Holder) Unfit() string { return i.Name + unfit + string(i.Role) }

var errNameless = errors.New("the certificate names nobody: want one URI, spiffe://pawl/ROLE/NAME")

// identityOf reads a certificate that is verified.
func identityOf(c *x509.Certificate) (Holder, error) {
	if len(c.URIs) != 1 || c.URIs[0].Scheme != scheme || c.URIs[0].Host != domain {
		return Holder{}, errNameless
	}
	role, name, found := strings.Cut(strings.TrimPrefix(c.URIs[0].Path, "/"), "/")
	i := Holder{Role(role), name}
	if !found || i.URI().String() != c.URIs[0].String() {
		return Holder{}, errNameless
	}
	return i, i.Validate()
}
