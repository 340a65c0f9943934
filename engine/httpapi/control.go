package httpapi

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"pawl/engine"
	"pawl/engine/monitor"
)

// control is a worker.
type control interface {
	Admit(context.Context, engine.Trigger) engine.Answer
	Operate(context.Context, engine.Act) engine.Answer
}

// Trails are what the store says of keys, now.
type Trails interface {
	Now(ctx context.Context, key string) (monitor.Trail, error) // without entries
	Whole(ctx context.Context, key string) (monitor.Trail, error)
}

// unsafe are the acts that want a reason: they end, forgo or lift something.
var unsafe = []string{engine.AbortAct, engine.ResumeAct, engine.ReleaseAct, engine.RevokeAct, engine.RotateAct, engine.ApproveAct}

// Unsafe says whether an act wants a reason.
func Unsafe(verb string) bool { return slices.Contains(unsafe, verb) }

// controlDesk hands requests on to a worker.
type controlDesk struct {
	desk
	keys    []string
	control control
	tickets tickets
}

// ControlHandler answers schedulers, operators, approvers and auditors, about some keys.
func ControlHandler(c control, t Trails, keys []string, log *slog.Logger, count Counter) http.Handler {
	d := &controlDesk{desk: desk{log: log, count: count, mux: http.NewServeMux()}, keys: keys, control: c}
	d.mux.HandleFunc("POST /v1/ticket", d.ticket)
	d.mux.HandleFunc("POST /v1/trigger", d.trigger)
	d.mux.HandleFunc("POST /v1/act", d.act)
	d.mux.HandleFunc("POST /v1/status", d.tells(t.Now))
	d.mux.HandleFunc("POST /v1/entries", d.tells(t.Whole))
	d.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		d.turnAway(w, r, http.StatusNotFound, "there is no such request here")
	})
	return d
}

func (d *controlDesk) ticket(w http.ResponseWriter, r *http.Request) {
	id, err := d.tickets.give(askerOf(r), time.Now())
	if err != nil {
		d.turnAway(w, r, http.StatusTooManyRequests, err.Error())
		return
	}
	write(w, http.StatusOK, TicketReply{id})
}

// knows says whether a key is one that is driven here.
func (d *controlDesk) knows(w http.ResponseWriter, r *http.Request, key string) bool {
	if slices.Contains(d.keys, key) {
		return true
	}
	d.turnAway(w, r, http.StatusNotFound, fmt.Sprintf("no key %.64q is driven here", key))
	return false
}

// as is the name under which somebody asks, for what some roles may.
func as(i Holder, roles ...Role) string {
	if i.may(roles...) {
		return i.Name
	}
	return i.Unfit()
}

func (d *controlDesk) trigger(w http.ResponseWriter, r *http.Request) {
	q, err := read[TriggerRequest](w, r)
	if err != nil {
		d.turnAway(w, r, http.StatusBadRequest, err.Error())
		return
	}
	if !d.knows(w, r, q.Key) || !d.uses(w, r, q.Ticket, q.Key) {
		return
	}
	if err := plain("the window", q.Window); err != nil {
		d.turnAway(w, r, http.StatusBadRequest, err.Error())
		return
	}
	caller := as(askerOf(r), Scheduler, Operator)
	d.answered(w, r, d.control.Admit(r.Context(), engine.Trigger{ID: q.Ticket, Key: q.Key, Window: q.Window, Attempt: q.Attempt, Caller: caller}))
}

func (d *controlDesk) act(w http.ResponseWriter, r *http.Request) {
	q, err := read[ActRequest](w, r)
	if err != nil {
		d.turnAway(w, r, http.StatusBadRequest, err.Error())
		return
	}
	if !d.knows(w, r, q.Key) || !d.uses(w, r, q.Ticket, q.Key) {
		return
	}
	if err := q.plain(); err != nil {
		d.turnAway(w, r, http.StatusBadRequest, err.Error())
		return
	}
	if Unsafe(q.Verb) && q.Reason == "" {
		d.turnAway(w, r, http.StatusBadRequest, q.Verb+" wants a reason, which is written to the audit")
		return
	}
	roles := []Role{Operator}
	if q.Verb == engine.ApproveAct {
		roles = append(roles, Approver)
	}
	d.answered(w, r, d.control.Operate(r.Context(), engine.Act{ID: q.Ticket, Verb: q.Verb, Key: q.Key, Rotation: q.Rotation,
		Operator: as(askerOf(r), roles...), Reason: q.Reason, Version: q.Version, Of: q.Of}))
}

// uses takes a request's ticket. A request that is sent again is refused by the engine, too,
// so that it is recorded: under a name that nobody has.
func (d *controlDesk) uses(w http.ResponseWriter, r *http.Request, id, key string) bool {
	i := askerOf(r)
	err := d.tickets.take(id, i, time.Now())
	if err == nil {
		return true
	}
	d.control.Operate(r.Context(), engine.Act{ID: fmt.Sprintf("replay.%.64s", id), Verb: engine.HaltAct, Key: key, Operator: i.Name + unfit + "replay"})
	d.turnAway(w, r, http.StatusConflict, err.Error())
	return false
}

// answered writes the engine's answer. What was refused is in the engine's own chain by now.
func (d *controlDesk) answered(w http.ResponseWriter, r *http.Request, a engine.Answer) {
	d.count.Request(r.URL.Path, string(a.Outcome))
	d.log.Info("a request was answered", "path", r.URL.Path, "by", askerOf(r).String(), "outcome", string(a.Outcome), "rotation", a.Rotation, "why", a.Why)
	status := http.StatusOK
	switch {
	case a.Outcome == engine.Unknown:
		status = http.StatusServiceUnavailable
	case a.Outcome == engine.Refused && a.Why == engine.WhyCaller:
		status = http.StatusForbidden
	case a.Outcome == engine.Refused && a.Why == engine.WhyMalformed:
		status = http.StatusBadRequest
	case a.Outcome == engine.Refused:
		status = http.StatusConflict
	}
	write(w, status, a)
}

// tells reads a trail for somebody who may ask about its key.
func (d *controlDesk) tells(trail func(context.Context, string) (monitor.Trail, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		q, err := read[StatusRequest](w, r)
		switch {
		case err != nil:
			d.turnAway(w, r, http.StatusBadRequest, err.Error())
			return
		case !askerOf(r).may(Scheduler, Operator, Approver, Auditor):
			d.turnAway(w, r, http.StatusForbidden, "a "+string(askerOf(r).Role)+" may not ask for that")
			return
		case !d.knows(w, r, q.Key):
			return
		}
		t, err := trail(r.Context(), q.Key)
		if err != nil {
			d.turnAway(w, r, http.StatusServiceUnavailable, err.Error())
			return
		}
		d.count.Request(r.URL.Path, "done")
		write(w, http.StatusOK, t)
	}
}
