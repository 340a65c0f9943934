package box

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/moby/moby/client"
)

// The labels of all that is made here: that it is, and by which process.
const (
	ours  = "pawl.live"
	maker = "pawl.live.pid"
)

// Docker is the way to the daemon, for one run.
type Docker struct {
	client *client.Client
	run    string // names all that it makes
	image  string
}

// Dial finds the daemon, and sweeps what others have left that are no more.
func Dial(ctx context.Context) (*Docker, error) {
	c, err := client.New(client.FromEnv)
	if err != nil {
		return nil, fmt.Errorf("no Docker: %w", err)
	}
	if _, err := c.Ping(ctx, client.PingOptions{NegotiateAPIVersion: true}); err != nil {
		return nil, fmt.Errorf("no Docker: %w; start its daemon, or say where it is by DOCKER_HOST", err)
	}
	d := &Docker{client: c, run: fmt.Sprintf("pawl-live-%d-%d", os.Getpid(), time.Now().UnixNano()%1_000_000)}
	// What cannot be swept is in nobody's way: all that is made here has names of its own.
	_ = d.sweep(ctx, func(labels map[string]string) bool { return abandoned(labels[maker]) })
	return d, nil
}

// abandoned says that the process that made something is no more.
func abandoned(pid string) bool {
	n, err := strconv.Atoi(pid)
	return err != nil || errors.Is(syscall.Kill(n, 0), syscall.ESRCH)
}

func (d *Docker) labels() map[string]string {
	return map[string]string{ours: d.run, maker: strconv.Itoa(os.Getpid())}
}

// A Net is a network of containers, which this machine reaches, and they it.
type Net struct {
	id      string
	name    string
	Gateway netip.Addr // where containers reach this machine
}

// Network makes one.
func (d *Docker) Network(ctx context.Context, name string) (*Net, error) {
	n := &Net{name: d.run + "-" + plain(name)}
	made, err := d.client.NetworkCreate(ctx, n.name, client.NetworkCreateOptions{Driver: "bridge", Labels: d.labels()})
	if err != nil {
		return nil, fmt.Errorf("no network %s: %w", name, err)
	}
	n.id = made.ID
	in, err := d.client.NetworkInspect(ctx, n.id, client.NetworkInspectOptions{})
	if err != nil {
		return nil, err
	}
	for _, c := range in.Network.IPAM.Config {
		n.Gateway = c.Gateway
	}
	if !n.Gateway.IsValid() {
		return nil, fmt.Errorf("network %s has no gateway, so that this machine cannot be reached from it", name)
	}
	return n, nil
}

// plain is a name as Docker takes it.
func plain(name string) string { return strings.ReplaceAll(name, "/", "-") }

// A Spec says what a container is to be.
type Spec struct {
	Name string
	Args []string
	Env  []string
	On   *Net
}

// A Container is one.
type Container struct {
	d    *Docker
	id   string
	name string
}

// Create makes a container that does not run yet; on its network it is found by its name.
func (d *Docker) Create(ctx context.Context, s Spec) (*Container, error) {
	c, err := d.client.ContainerCreate(ctx, client.ContainerCreateOptions{
		Name:       d.run + "-" + plain(s.Name),
		Config:     &container.Config{Image: d.image, Cmd: s.Args, Env: s.Env, Labels: d.labels(), Hostname: plain(s.Name)},
		HostConfig: &container.HostConfig{NetworkMode: container.NetworkMode(s.On.name)},
		NetworkingConfig: &network.NetworkingConfig{EndpointsConfig: map[string]*network.EndpointSettings{
			s.On.name: {Aliases: []string{plain(s.Name)}}}},
	})
	if err != nil {
		return nil, fmt.Errorf("no container %s: %w", s.Name, err)
	}
	return &Container{d: d, id: c.ID, name: s.Name}, nil
}

// Start starts it, perhaps again.
func (c *Container) Start(ctx context.Context) error {
	_, err := c.d.client.ContainerStart(ctx, c.id, client.ContainerStartOptions{})
	return c.failed("start", err)
}

// Kill ends what runs in it at once.
func (c *Container) Kill(ctx context.Context) error {
	_, err := c.d.client.ContainerKill(ctx, c.id, client.ContainerKillOptions{Signal: "KILL"})
	return c.failed("end", err)
}

// Pause stops what runs in it where it is.
func (c *Container) Pause(ctx context.Context) error {
	_, err := c.d.client.ContainerPause(ctx, c.id, client.ContainerPauseOptions{})
	return c.failed("pause", err)
}

// Unpause has it go on.
func (c *Container) Unpause(ctx context.Context) error {
	_, err := c.d.client.ContainerUnpause(ctx, c.id, client.ContainerUnpauseOptions{})
	return c.failed("go on", err)
}

func (c *Container) failed(what string, err error) error {
	if err != nil {
		return fmt.Errorf("container %s does not %s: %w", c.name, what, err)
	}
	return nil
}

// Address is where it is found from this machine.
func (c *Container) Address(ctx context.Context) (netip.Addr, error) {
	in, err := c.d.client.ContainerInspect(ctx, c.id, client.ContainerInspectOptions{})
	if err != nil {
		return netip.Addr{}, err
	}
	for _, e := range in.Container.NetworkSettings.Networks {
		if e.IPAddress.IsValid() {
			return e.IPAddress, nil
		}
	}
	return netip.Addr{}, fmt.Errorf("container %s has no address: %s", c.name, c.Said(ctx))
}

// Said is the last that it has written, for errors.
func (c *Container) Said(ctx context.Context) string {
	r, err := c.d.client.ContainerLogs(ctx, c.id, client.ContainerLogsOptions{ShowStdout: true, ShowStderr: true, Tail: "5"})
	if err != nil {
		return err.Error()
	}
	defer func() { _ = r.Close() }() // it was only read
	text, _ := io.ReadAll(io.LimitReader(r, 4096))
	return string(text)
}

// Close removes all that was made.
func (d *Docker) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	err := d.sweep(ctx, func(labels map[string]string) bool { return labels[ours] == d.run })
	return errors.Join(err, d.client.Close())
}

// removeNetwork removes one. The daemon may take a moment to see that its containers are gone.
func (d *Docker) removeNetwork(ctx context.Context, id string) (err error) {
	for range 20 {
		if _, err = d.client.NetworkRemove(ctx, id, client.NetworkRemoveOptions{}); err == nil {
			return nil
		}
		select {
		case <-time.After(100 * time.Millisecond):
		case <-ctx.Done():
			return err
		}
	}
	return err
}

// sweep removes what carries our label, and of which something holds.
func (d *Docker) sweep(ctx context.Context, goes func(labels map[string]string) bool) error {
	mine := make(client.Filters).Add("label", ours)
	var failed []error
	containers, err := d.client.ContainerList(ctx, client.ContainerListOptions{All: true, Filters: mine})
	failed = append(failed, err)
	done := make(chan error)
	n := 0
	for _, c := range containers.Items {
		if goes(c.Labels) {
			n++
			go func() {
				_, err := d.client.ContainerRemove(ctx, c.ID, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
				done <- err
			}()
		}
	}
	for range n {
		failed = append(failed, <-done)
	}
	networks, err := d.client.NetworkList(ctx, client.NetworkListOptions{Filters: mine})
	failed = append(failed, err)
	for _, x := range networks.Items {
		if goes(x.Labels) {
			failed = append(failed, d.removeNetwork(ctx, x.ID))
		}
	}
	images, err := d.client.ImageList(ctx, client.ImageListOptions{Filters: mine})
	failed = append(failed, err)
	for _, x := range images.Items {
		if goes(x.Labels) {
			_, err := d.client.ImageRemove(ctx, x.ID, client.ImageRemoveOptions{Force: true})
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}
