package pipelines

import (
	"bytes"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"testing"

	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// document is one manifest of a file.
type document struct{ path, kind, text string }

// documents are the manifests of a file of Kubernetes'.
func documents(t *testing.T, path string) (all []document) {
	t.Helper()
	for _, one := range bytes.Split(text(t, path), []byte("\n---\n")) {
		var d struct{ Kind string }
		if err := yaml.Unmarshal(one, &d); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		all = append(all, document{path, d.Kind, string(one)})
	}
	return all
}

// read reads a manifest by the type that Kubernetes publishes; a field that the type does not have
// is an error.
func (d document) read(t *testing.T, to any) {
	t.Helper()
	if err := yaml.UnmarshalStrict([]byte(d.text), to); err != nil {
		t.Fatalf("%s: %v", d.path, err)
	}
}

// manifests are the jobs in a file, and what they claim.
func manifests(t *testing.T, path string) (jobs []batch.Job, claims []core.PersistentVolumeClaim) {
	t.Helper()
	for _, d := range documents(t, path) {
		switch d.kind {
		case "Job":
			jobs = append(jobs, batch.Job{})
			d.read(t, &jobs[len(jobs)-1])
		case "PersistentVolumeClaim":
			claims = append(claims, core.PersistentVolumeClaim{})
			d.read(t, &claims[len(claims)-1])
		default:
			t.Fatalf("%s: the kind %q is not known here", path, d.kind)
		}
	}
	return jobs, claims
}

// jobs are the one that checks and the one that merges.
func jobs(t *testing.T) (check, merge *batch.Job, claim *core.PersistentVolumeClaim) {
	t.Helper()
	first, claims := manifests(t, "pipelines/kubernetes/check.yaml")
	second, none := manifests(t, "pipelines/kubernetes/merge.yaml")
	if len(first) != 1 || len(second) != 1 || len(claims) != 1 || len(none) != 0 {
		t.Fatalf("%d and %d jobs, %d and %d claims", len(first), len(second), len(claims), len(none))
	}
	return &first[0], &second[0], &claims[0]
}

// env are the variables of a container that are written out.
func env(t *testing.T, c *core.Container) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, e := range c.Env {
		if e.ValueFrom != nil {
			t.Fatalf("%s is not written out", e.Name)
		}
		all[e.Name] = e.Value
	}
	return all
}

// TestManifestsFitTogether: there are as many pods as parts, both Jobs write to the volume that is
// claimed, and neither may do more than it needs.
func TestManifestsFitTogether(t *testing.T) {
	check, merge, claim := jobs(t)
	n := check.Spec.Completions
	if m := check.Spec.CompletionMode; m == nil || *m != batch.IndexedCompletion || n == nil {
		t.Fatalf("the job is not indexed: %v, %v", m, n)
	}
	if p := check.Spec.Parallelism; p == nil || *p != *n || env(t, &check.Spec.Template.Spec.Containers[0])["SHARDS"] != fmt.Sprint(*n) {
		t.Errorf("%d pods, %v at a time, for %s parts", *n, p, env(t, &check.Spec.Template.Spec.Containers[0])["SHARDS"])
	}
	for _, j := range []*batch.Job{check, merge} {
		pod := &j.Spec.Template.Spec
		if len(pod.Containers) != 1 || len(pod.Volumes) != 1 || pod.RestartPolicy != core.RestartPolicyNever {
			t.Fatalf("%s: %d containers, %d volumes, restart %s", j.Name, len(pod.Containers), len(pod.Volumes), pod.RestartPolicy)
		}
		c, v := &pod.Containers[0], pod.Volumes[0]
		if p := v.PersistentVolumeClaim; p == nil || p.ClaimName != claim.Name {
			t.Errorf("%s: its volume is not that of %s", j.Name, claim.Name)
		}
		at := core.VolumeMount{Name: v.Name, MountPath: env(t, c)["PARTS"]}
		if !slices.Contains(c.VolumeMounts, at) {
			t.Errorf("%s: mounts %v, want %v", j.Name, c.VolumeMounts, at)
		}
		s := c.SecurityContext
		if s == nil || s.ReadOnlyRootFilesystem == nil || !*s.ReadOnlyRootFilesystem || s.AllowPrivilegeEscalation == nil || *s.AllowPrivilegeEscalation ||
			pod.SecurityContext == nil || pod.SecurityContext.RunAsNonRoot == nil || !*pod.SecurityContext.RunAsNonRoot ||
			pod.AutomountServiceAccountToken == nil || *pod.AutomountServiceAccountToken {
			t.Errorf("%s may do more than it needs", j.Name)
		}
		if j.Spec.ActiveDeadlineSeconds == nil || c.Resources.Limits.Memory().IsZero() {
			t.Errorf("%s has no bound in time, or none in memory", j.Name)
		}
	}
}

var campaignOfReadme = regexp.MustCompile(`CAMPAIGN='([^']*)'`)

// TestManifestsRun runs the scripts of the Jobs, one pod after another.
func TestManifestsRun(t *testing.T) {
	inFull(t)
	check, merge, _ := jobs(t)
	large := campaignOfReadme.FindSubmatch(text(t, "pipelines/kubernetes/README.md"))
	if large == nil {
		t.Fatal("the README names no campaign")
	}
	known(t, string(large[1]))
	bin := t.TempDir()
	pawl(t, bin)
	for _, c := range []struct {
		campaign string
		code     int
	}{{passing, 0}, {failing, 1}} {
		parts := t.TempDir()
		pod := func(j *batch.Job, index int, want int) {
			container := &j.Spec.Template.Spec.Containers[0]
			s := &shell{words: container.Command, dir: parts, env: env(t, container)}
			s.env["PATH"] = bin + ":/usr/bin:/bin"
			s.env["PARTS"], s.env["CAMPAIGN"], s.env["SEED"] = parts, c.campaign, "3"
			s.env["JOB_COMPLETION_INDEX"] = fmt.Sprint(index)
			s.mustRun(t, want, container.Args[0])
		}
		for i := range int(*check.Spec.Completions) {
			pod(check, i, 0)
		}
		pod(merge, 0, c.code)
		exists(t, parts, "part-1.json", "result.json", "report.html", "report.pdf", "junit.xml", "pawl.sarif", "statement.json", "evidence.tar")
		if left, _ := filepath.Glob(filepath.Join(parts, "*.tmp")); len(left) > 0 {
			t.Errorf("parts are left that are not whole: %v", left)
		}
	}
}
