package pipelines

import (
	"bytes"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"

	"pawl/cmd/daemon"
)

// settled is what the manifests of the engine hold together by.
type settled struct {
	settings core.ConfigMap
	services map[string]core.Service
	pods     map[string]core.PodTemplateSpec // by part
	watch    apps.Deployment
	claims   []core.PersistentVolumeClaim
	workers  int32
}

// parts are the commands that run in pods.
var parts = []string{"agent", "keyservice", "worker"}

// watcher is who looks on from outside, a program of its own.
const watcher = "pawl-watch"

// settledIn reads all manifests of the engine strictly.
func settledIn(t *testing.T) *settled {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(root, "pipelines/kubernetes/engine/*.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	s := &settled{services: map[string]core.Service{}, pods: map[string]core.PodTemplateSpec{}}
	for _, f := range files {
		for _, d := range documents(t, "pipelines/kubernetes/engine/"+filepath.Base(f)) {
			s.take(t, d)
		}
	}
	if got := slices.Sorted(maps.Keys(s.pods)); !slices.Equal(got, parts) || s.settings.Name == "" {
		t.Fatalf("pods of %v, settings %q", got, s.settings.Name)
	}
	return s
}

func (s *settled) take(t *testing.T, d document) {
	t.Helper()
	switch d.kind {
	case "ConfigMap":
		d.read(t, &s.settings)
	case "Service":
		var one core.Service
		d.read(t, &one)
		s.services[one.Name] = one
	case "Deployment":
		var one apps.Deployment
		d.read(t, &one)
		if one.Name == watcher {
			s.watch = one
			return
		}
		s.pod(t, one.Name, one.Spec.Selector.MatchLabels, one.Spec.Template)
		s.workers = *one.Spec.Replicas
	case "StatefulSet":
		var one apps.StatefulSet
		d.read(t, &one)
		s.pod(t, one.Name, one.Spec.Selector.MatchLabels, one.Spec.Template)
		s.claims = one.Spec.VolumeClaimTemplates
		if *one.Spec.Replicas != 1 || s.services[one.Spec.ServiceName].Name == "" {
			t.Errorf("%s: %d replicas of service %q; want one: they would share nothing", one.Name, *one.Spec.Replicas, one.Spec.ServiceName)
		}
	case "DaemonSet":
		var one apps.DaemonSet
		d.read(t, &one)
		s.pod(t, one.Name, one.Spec.Selector.MatchLabels, one.Spec.Template)
		if u := one.Spec.UpdateStrategy.RollingUpdate; u == nil || u.MaxSurge == nil || u.MaxSurge.IntValue() != 0 {
			t.Errorf("%s: two agents of one name could run at once", one.Name)
		}
	default:
		t.Fatalf("%s: the kind %q is not known here", d.path, d.kind)
	}
}

// pod takes the pods of a part, which their owner has to find.
func (s *settled) pod(t *testing.T, name string, selects map[string]string, pod core.PodTemplateSpec) {
	t.Helper()
	if !maps.Equal(selects, pod.Labels) {
		t.Errorf("%s selects %v, and its pods are %v", name, selects, pod.Labels)
	}
	s.pods[pod.Spec.Containers[0].Args[0]] = pod
}

// TestEngineFitsTogether: services lead to ports of pods, and what is mounted is there.
func TestEngineFitsTogether(t *testing.T) {
	s := settledIn(t)
	for name, service := range s.services {
		pod := s.pods[strings.TrimPrefix(name, "pawld-")]
		port := service.Spec.Ports[0]
		if !maps.Equal(service.Spec.Selector, pod.Labels) || !slices.ContainsFunc(pod.Spec.Containers[0].Ports, func(p core.ContainerPort) bool {
			return p.Name == port.TargetPort.String() && p.ContainerPort == port.Port
		}) {
			t.Errorf("service %s leads nowhere", name)
		}
	}
	if s.workers < 2 {
		t.Errorf("%d workers: nobody takes over", s.workers)
	}
	all := maps.Clone(s.pods)
	all[watcher] = s.watch.Spec.Template
	for part, pod := range all {
		there := map[string]bool{}
		for _, v := range pod.Spec.Volumes {
			there[v.Name] = true
			if v.ConfigMap != nil && v.ConfigMap.Name != s.settings.Name {
				t.Errorf("%s: the settings %q are nowhere", part, v.ConfigMap.Name)
			}
		}
		if part == "keyservice" {
			there[s.claims[0].Name] = true
		}
		for _, m := range pod.Spec.Containers[0].VolumeMounts {
			if !there[m.Name] {
				t.Errorf("%s mounts %q, which is nowhere", part, m.Name)
			}
		}
	}
}

// TestEngineMayLittle: each pod is asked how it is, is told what it may use, and may do no more
// than it needs.
func TestEngineMayLittle(t *testing.T) {
	s := settledIn(t)
	for part, pod := range s.pods {
		c := &pod.Spec.Containers[0]
		for _, probe := range []*core.Probe{c.StartupProbe, c.LivenessProbe, c.ReadinessProbe} {
			if probe == nil || probe.HTTPGet == nil || !slices.ContainsFunc(c.Ports, func(x core.ContainerPort) bool { return x.Name == probe.HTTPGet.Port.String() }) {
				t.Errorf("%s: a probe asks nobody", part)
			}
		}
		if c.LivenessProbe.HTTPGet.Path != "/healthz" || c.ReadinessProbe.HTTPGet.Path != "/readyz" {
			t.Errorf("%s: ended by %s, used by %s", part, c.LivenessProbe.HTTPGet.Path, c.ReadinessProbe.HTTPGet.Path)
		}
	}
	all := maps.Clone(s.pods)
	all[watcher] = s.watch.Spec.Template
	for part, pod := range all {
		p, c := &pod.Spec, &pod.Spec.Containers[0]
		if r := c.Resources; r.Requests.Cpu().IsZero() || r.Requests.Memory().IsZero() || r.Limits.Memory().Cmp(*r.Requests.Memory()) <= 0 {
			t.Errorf("%s has no bound, or asks for nothing", part)
		}
		x, y := c.SecurityContext, p.SecurityContext
		if x == nil || y == nil || !*x.ReadOnlyRootFilesystem || *x.AllowPrivilegeEscalation || !*y.RunAsNonRoot || *p.AutomountServiceAccountToken ||
			!slices.Equal(x.Capabilities.Drop, []core.Capability{"ALL"}) || y.SeccompProfile.Type != core.SeccompProfileTypeRuntimeDefault {
			t.Errorf("%s may do more than it needs", part)
		}
		if p.EnableServiceLinks == nil || *p.EnableServiceLinks {
			t.Errorf("%s is given variables that it refuses", part)
		}
	}
}

// TestEngineIsToldWhatItKnows: each part knows its flags and has all that it needs of them, the
// settings are read, and each file that is named is mounted.
func TestEngineIsToldWhatItKnows(t *testing.T) {
	s := settledIn(t)
	settings := s.settings.Data["pawld.yaml"]
	file := filepath.Join(t.TempDir(), "pawld.yaml")
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	for part, pod := range s.pods {
		c := &pod.Spec.Containers[0]
		args := slices.Clone(c.Args)
		for i, a := range args {
			if _, is := strings.CutPrefix(a, "--config="); is {
				args[i] = "--config=" + file
			}
		}
		// With one that is wrong, it ends before it begins, and says all that is wrong.
		var out, errs bytes.Buffer
		code := daemon.Main(append(args, "--keys=a b"), &out, &errs)
		if want := "pawld: keys: \"a b\" is no name of a key; want 1 to 64 letters, digits, dots, dashes or underscores\n"; code != 64 || errs.String() != want {
			t.Errorf("%s: code %d, %q, want %q", part, code, errs.String(), want)
		}
		for _, named := range filesOf(part, c.Args, settings) {
			if !slices.ContainsFunc(c.VolumeMounts, func(m core.VolumeMount) bool {
				return named == m.MountPath || strings.HasPrefix(named, m.MountPath+"/")
			}) {
				t.Errorf("%s: %s is not mounted", part, named)
			}
		}
	}
}

// filesOf are the paths that a part uses. The key service asks no etcd.
func filesOf(part string, args []string, settings string) (all []string) {
	for _, line := range append(slices.Clone(args), lines(settings)...) {
		_, value, found := strings.Cut(strings.NewReplacer(": ", "=").Replace(line), "=")
		if found && path.IsAbs(value) && !(part == "keyservice" && strings.HasPrefix(line, "etcd")) {
			all = append(all, value)
		}
	}
	return all
}

// TestWatcherIsAlone: there is one, which no other overtakes, since each would page; it reads the
// settings that all have, and may read etcd as nobody else does. That it takes those settings is
// tested where it is.
func TestWatcherIsAlone(t *testing.T) {
	s := settledIn(t)
	w, c := &s.watch, &s.watch.Spec.Template.Spec.Containers[0]
	if *w.Spec.Replicas != 1 || w.Spec.Strategy.Type != apps.RecreateDeploymentStrategyType || !maps.Equal(w.Spec.Selector.MatchLabels, w.Spec.Template.Labels) {
		t.Errorf("%d of them, replaced by %s, of %v", *w.Spec.Replicas, w.Spec.Strategy.Type, w.Spec.Selector.MatchLabels)
	}
	if !slices.Equal(c.Command, []string{watcher}) || !slices.Contains(c.Args, "--config=/etc/pawld/pawld.yaml") {
		t.Errorf("it runs %v %v", c.Command, c.Args)
	}
	for _, line := range lines(s.settings.Data["pawld.yaml"]) {
		_, file, _ := strings.Cut(line, ": ")
		if strings.HasPrefix(line, "etcd-") && !slices.ContainsFunc(c.VolumeMounts, func(m core.VolumeMount) bool { return strings.HasPrefix(file, m.MountPath+"/") }) {
			t.Errorf("%s is not mounted", file)
		}
	}
	for _, v := range w.Spec.Template.Spec.Volumes {
		if v.Secret != nil && v.Secret.SecretName != "pawl-watch-etcd-tls" {
			t.Errorf("it has the secret %s", v.Secret.SecretName)
		}
	}
}
