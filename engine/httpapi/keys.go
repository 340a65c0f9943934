package httpapi

import (
	"context"
	"log/slog"
	"net/http"

	"pawl/engine"
)

// Keys is a key service.
type Keys interface {
	Create(context.Context, engine.Create) (engine.Made, error)
	Lookup(context.Context, engine.Lookup) (engine.Found, error)
	Destroy(context.Context, engine.Destroy) error
	Fetch(context.Context, engine.Fetch) (engine.Material, error)
}

// KeysHandler answers workers and nodes for a key service.
func KeysHandler(k Keys, log *slog.Logger, count Counter) http.Handler {
	d := &desk{log: log, count: count, mux: http.NewServeMux()}
	serve(d, "create", Worker, k.Create)
	serve(d, "lookup", Worker, k.Lookup)
	serve(d, "destroy", Worker, func(ctx context.Context, r engine.Destroy) (struct{}, error) { return struct{}{}, k.Destroy(ctx, r) })
	serve(d, "fetch", Node, k.Fetch)
	d.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		d.turnAway(w, r, http.StatusNotFound, "there is no such request here")
	})
	return d
}

// serve answers one kind of request, of one role.
func serve[Q engine.Request, A any](d *desk, name string, of Role, do func(context.Context, Q) (A, error)) {
	d.mux.HandleFunc("POST /v1/keys/"+name, func(w http.ResponseWriter, r *http.Request) {
		q, err := read[Q](w, r)
		switch {
		case err != nil:
			d.turnAway(w, r, http.StatusBadRequest, err.Error())
			return
		case !askerOf(r).may(of):
			d.turnAway(w, r, http.StatusForbidden, "a "+string(askerOf(r).Role)+" may not ask for that; a "+string(of)+" may")
			return
		}
		a, err := do(r.Context(), q)
		if err != nil {
			kind, status := kindOf(err)
			d.count.Request(r.URL.Path, kind)
			d.log.Info("the key service refused", "path", r.URL.Path, "by", askerOf(r).String(), "why", err.Error())
			write(w, status, refusal{err.Error(), kind})
			return
		}
		d.count.Request(r.URL.Path, "done")
		write(w, http.StatusOK, a)
	})
}
