package cli

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"pawl/cmd/house/lengthy"
)

// TestSameHashOnEveryPlatform: one seed gives one trace hash, whatever processor
// the binary was built for and however many jobs share the work.
func TestSameHashOnEveryPlatform(t *testing.T) {
	lengthy.Only(t, "compiles everything for three processors: minutes")
	want := traceHash(t, buildFor(t), "1")
	for _, platform := range []struct{ name, env string }{
		{"newer instructions", "GOAMD64=v3"},
		{"32 bits", "GOARCH=386"},
	} {
		t.Run(platform.name, func(t *testing.T) {
			if platform.env != "" && runtime.GOARCH != "amd64" {
				t.Skipf("%s needs an amd64 machine, this is %s", platform.env, runtime.GOARCH)
			}
			bin := buildFor(t, strings.Fields(platform.env)...)
			if platform.env == "GOARCH=386" && exec.Command(bin, "--help").Run() != nil {
				t.Skip("this machine does not run 32-bit programs")
			}
			if platform.env == "GOAMD64=v3" && exec.Command(bin, "--help").Run() != nil {
				t.Skip("this processor is older than v3")
			}
			if got := traceHash(t, bin, "3"); got != want {
				t.Errorf("trace hash %s, elsewhere %s", got, want)
			}
		})
	}
}

func buildFor(t *testing.T, env ...string) string {
	t.Helper()
	bin := filepath.Join(t.TempDir(), "pawl")
	cmd := exec.Command("go", "build", "-o", bin, "../pawl")
	cmd.Env = append(append(os.Environ(), "CGO_ENABLED=0"), env...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build %v: %v\n%s", env, err, out)
	}
	return bin
}

func traceHash(t *testing.T, bin, jobs string) string {
	t.Helper()
	args := []string{"check", "--json", "--seed", "11", "--runs", "20", "--jobs", jobs, "--repro-dir", t.TempDir()}
	for _, name := range []string{"cron-in-every-pool", "erased-by-all-but-one", "halted-and-called-off-in-an-outage", "lease-counted-from-the-answer",
		"nobody-is-not-everybody", "one-of-two-keys-is-aborted", "slow-clock-behind-a-deaf-link", "store-gone-after-the-effect"} {
		args = append(args, "--scenario", name)
	}
	cmd := exec.Command(bin, args...)
	out, err := cmd.Output()
	if _, failed := err.(*exec.ExitError); err != nil && !failed {
		t.Fatal(err) // a verdict other than pass is not what this is about
	}
	var result struct {
		TraceHash string `json:"trace_hash"`
		Runs      int    `json:"runs"`
	}
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if result.TraceHash == "" || result.Runs < 40 {
		t.Fatalf("%d runs, trace hash %q", result.Runs, result.TraceHash)
	}
	return result.TraceHash
}
