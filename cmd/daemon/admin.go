package daemon

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"pawl/engine/httpapi"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// admin tells machines how it is here. It is not about keys, and in plain HTTP.
func (r *running) admin(address string, gather prometheus.Gatherer, ready func(context.Context) error) error {
	if address == "" {
		return nil
	}
	l, err := httpapi.Listen(address)
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, q *http.Request) {
		ctx, cancel := context.WithTimeout(q.Context(), 2*time.Second)
		defer cancel()
		if err := ready(ctx); err != nil {
			http.Error(w, "not ready: "+err.Error(), http.StatusServiceUnavailable)
			return
		}
		_, _ = fmt.Fprintln(w, "ready")
	})
	mux.Handle("GET /metrics", promhttp.HandlerFor(gather, promhttp.HandlerOpts{}))
	r.serve(httpapi.Server(mux, nil, r.log), l)
	r.log.Info("listening for machines", "address", l.Addr().String())
	return nil
}
