package doctor

import (
	"context"
	"path/filepath"
	"strconv"
	"strings"
)

// The oldest Go that builds this.
const oldestMinor = 26

// goTool reads which release it is off the file beside the tool: to run it could write, and
// fetch another one.
func goTool(_ context.Context, h *Host, _ string) (State, string) {
	path, err := h.Find("go")
	if err != nil {
		return Missing, "no go tool is found"
	}
	data, err := h.Read(filepath.Join(filepath.Dir(filepath.Dir(path)), "VERSION"))
	if err != nil {
		return Unclear, path + " has no file beside it that says its version"
	}
	version, _, _ := strings.Cut(string(data), "\n")
	switch minor, is := minorOf(version); {
	case !is:
		return Unclear, path + " is " + version
	case minor < oldestMinor:
		return Unfit, path + " is " + version
	}
	return Fit, path + " is " + version
}

// minorOf is the 26 of go1.26.3; one that is built from source says what it is on the way to.
func minorOf(version string) (minor int, is bool) {
	for _, word := range strings.Fields(version) {
		rest, of1 := strings.CutPrefix(strings.TrimPrefix(word, "devel"), "go1.")
		if !of1 {
			continue
		}
		end := strings.IndexFunc(rest, func(c rune) bool { return c < '0' || c > '9' })
		if end < 0 {
			end = len(rest)
		}
		minor, err := strconv.Atoi(rest[:end])
		return minor, err == nil
	}
	return 0, false
}

// theSocket is where Docker's daemon listens unless something else is said.
const theSocket = "/var/run/docker.sock"

func docker(ctx context.Context, h *Host, _ string) (State, string) {
	socket := theSocket
	if host := h.Getenv("DOCKER_HOST"); host != "" {
		path, local := strings.CutPrefix(host, "unix://")
		if !local {
			return Unclear, "DOCKER_HOST is elsewhere, and is not asked"
		}
		socket = path
	}
	if err := h.Ping(ctx, socket); err != nil {
		return Missing, "nobody answers at " + socket
	}
	return Fit, "it answers at " + socket
}

func etcd(_ context.Context, h *Host, _ string) (State, string) {
	cache := moduleCache(h)
	found, err := h.Glob(filepath.Join(cache, "go.etcd.io", "etcd", "server", "v3@*"))
	if err != nil || len(found) == 0 {
		return Missing, "it is not in " + cache
	}
	return Fit, found[len(found)-1]
}

// moduleCache is where the go tool keeps modules, unless a file of its own says otherwise.
func moduleCache(h *Host) string {
	if dir := h.Getenv("GOMODCACHE"); dir != "" {
		return dir
	}
	path := filepath.Join(h.Getenv("HOME"), "go")
	if all := filepath.SplitList(h.Getenv("GOPATH")); len(all) > 0 {
		path = all[0]
	}
	return filepath.Join(path, "pkg", "mod")
}

// chromiums are what it is called, by who packages it.
var chromiums = []string{"chromium", "chromium-browser", "headless-shell", "google-chrome", "chrome"}

func browser(_ context.Context, h *Host, _ string) (State, string) {
	for _, name := range chromiums {
		if path, err := h.Find(name); err == nil {
			return Fit, path
		}
	}
	return Missing, "none of " + strings.Join(chromiums, ", ") + " is found"
}
