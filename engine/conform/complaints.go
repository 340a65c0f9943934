package conform

import (
	"fmt"
	"runtime"
)

// Complaints are what a body says of a backend: nothing, if that passes. With it, a
// test can want one to fail.
func Complaints[B any](b Promise[B], open func() B) []string {
	r := &recorder{name: b.Name}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.Run(r, open)
	}()
	<-done
	return r.said
}

// recorder is a test that nobody minds failing. It ends like one: in the goroutine of
// the body.
type recorder struct {
	name string
	said []string
}

func (r *recorder) Helper()      {}
func (r *recorder) Name() string { return r.name }
func (r *recorder) Failed() bool { return len(r.said) > 0 }

func (r *recorder) Log(...any)          {}
func (r *recorder) Logf(string, ...any) {}

func (r *recorder) Skip(...any)          { runtime.Goexit() }
func (r *recorder) Skipf(string, ...any) { runtime.Goexit() }
func (r *recorder) SkipNow()             { runtime.Goexit() }

func (r *recorder) Error(args ...any) { r.said = append(r.said, fmt.Sprint(args...)) }
func (r *recorder) Errorf(form string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(form, args...))
}
func (r *recorder) Fail() { r.Error("failed") }

func (r *recorder) Fatal(args ...any) {
	r.Error(args...)
	runtime.Goexit()
}

func (r *recorder) Fatalf(form string, args ...any) {
	r.Errorf(form, args...)
	runtime.Goexit()
}

func (r *recorder) FailNow() {
	r.Fail()
	runtime.Goexit()
}
