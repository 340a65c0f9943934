package setting

import (
	"errors"
	"fmt"

	"pawl/engine/pager"
)

// Alerts is who is told when people are needed, as a program is told it.
type Alerts struct {
	Address string // "": nobody
	Token   string // its file
}

// Webhook is the way there; nil without an address.
func (p Alerts) Webhook() (*pager.Webhook, error) {
	if p.Address == "" && p.Token != "" {
		return nil, errors.New("a file with the pager's token, and no address of it: give that, too")
	}
	if p.Address == "" {
		return nil, nil
	}
	token := ""
	if p.Token != "" {
		var err error
		if token, err = Secret(p.Token); err != nil {
			return nil, fmt.Errorf("the pager's token: %w", err)
		}
	}
	return pager.New(p.Address, token)
}
