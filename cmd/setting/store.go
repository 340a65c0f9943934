package setting

import (
	"fmt"
	"io"
	"os"
	"strings"

	"pawl/engine/credentials"
	"pawl/engine/etcd"
)

// A Store is the way to an etcd, as a program is told it: files, where there are any.
type Store struct {
	Endpoints      []string
	Root           string
	CA, Cert, Key  string // CA "": no TLS
	User, Password string // the password's file
}

// Access reads what it names. tell hears of renewed certificates that are not taken.
func (s Store) Access(tell func(error)) (etcd.Access, error) {
	a := etcd.Access{Endpoints: s.Endpoints, Root: s.Root, User: s.User}
	if s.Password != "" {
		var err error
		if a.Password, err = Secret(s.Password); err != nil {
			return a, fmt.Errorf("password of etcd's user: %w", err)
		}
	}
	if s.CA == "" {
		return a, nil
	}
	held, err := credentials.Papers{Authority: s.CA, Certificate: s.Cert, Key: s.Key}.Hold(nil, tell)
	if err != nil {
		return a, fmt.Errorf("etcd: %w", err)
	}
	a.TLS = held.Config
	return a, nil
}

// longestSecret is of passwords and tokens, in bytes.
const longestSecret = 4 << 10

// Secret reads a password or a token from its file, without what an editor leaves at its end.
func Secret(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(f, longestSecret+1))
	if err != nil {
		return "", err
	}
	s := strings.TrimRight(string(text), "\r\n")
	if s == "" || len(text) > longestSecret || strings.ContainsAny(s, "\r\n") {
		return "", fmt.Errorf("%s: want one line of at most %d bytes", name, longestSecret)
	}
	return s, nil
}
