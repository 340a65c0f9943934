package retake

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"pawl/engine"
	"pawl/scenarios"
	"pawl/scenarios/campaign"
)

// A Prompter answers requests for takes, one after the other, in JSON: what the program that a page
// carries is, without the browser.
type Prompter struct {
	Runner scenarios.Runner
	Engine func(name string) (engine.Engine, bool)

	studio *Studio
}

// A Wish is for one take of the repro that was opened last.
type Wish struct {
	Open string `json:"open"` // a repro file's text to be opened before; "": none
	Take Take   `json:"take"`
	Film bool   `json:"film"` // its film is wanted
	Save bool   `json:"save"` // it is wanted as a repro file of its own
}

// A Reply is what became of a request.
type Reply struct {
	Error string `json:"error"` // in a sentence; "" if there is a shot
	Shot  *Shot  `json:"shot"`
	Name  string `json:"name"` // of the repro file that was wanted
	Repro string `json:"repro"`
}

// Answer answers a request. Whatever is wrong with it, there is an answer.
func (d *Prompter) Answer(ctx context.Context, request []byte) []byte {
	reply, err := d.answer(ctx, request)
	if err != nil {
		reply = Reply{Error: err.Error()}
	}
	text, err := json.Marshal(reply)
	if err != nil {
		panic(err) // texts and numbers
	}
	return text
}

func (d *Prompter) answer(ctx context.Context, request []byte) (reply Reply, err error) {
	var asked Wish
	if err := json.Unmarshal(request, &asked); err != nil {
		return reply, fmt.Errorf("not a request: %w", err)
	}
	if asked.Open != "" {
		if err := d.open(asked.Open); err != nil {
			return reply, err
		}
	}
	if d.studio == nil {
		return reply, errors.New("no repro was opened")
	}
	made, err := d.studio.Make(ctx, asked.Take, asked.Film || asked.Save)
	if err != nil {
		return reply, err
	}
	defer made.Outcome.LetGo()
	if asked.Save {
		name, text, err := d.studio.Saved(made)
		if err != nil {
			return reply, err
		}
		reply.Name, reply.Repro = name, string(text)
	}
	reply.Shot, err = d.studio.Shot(made, asked.Film)
	return reply, err
}

func (d *Prompter) open(text string) error {
	d.studio = nil
	r, err := campaign.ParseRepro([]byte(text))
	if err != nil {
		return err
	}
	e, found := d.Engine(r.Engine)
	if !found {
		return fmt.Errorf("no engine is called %q in this page", r.Engine)
	}
	d.studio = NewStudio(r, e, d.Runner)
	return nil
}
