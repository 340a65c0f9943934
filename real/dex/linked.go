package main

import (
	"context"
	"crypto/rsa"
	"time"
	_ "unsafe" // for go:linkname

	"github.com/dexidp/dex/server"
)

// rotationStrategy is laid out as the type of that name in dex's server/rotation.go.
type rotationStrategy struct {
	rotationFrequency time.Duration
	idTokenValidFor   time.Duration
	key               func() (*rsa.PrivateKey, error)
}

// defaultRotationStrategy is what NewServer rotates by.
//
//go:linkname defaultRotationStrategy github.com/dexidp/dex/server.defaultRotationStrategy
func defaultRotationStrategy(rotationFrequency, idTokenValidFor time.Duration) rotationStrategy

// startKeyRotation is the method of dex's server: it tries to rotate, and then has a goroutine
// try again until the context has ended.
//
//go:linkname startKeyRotation github.com/dexidp/dex/server.(*Server).startKeyRotation
func startKeyRotation(s *server.Server, ctx context.Context, strategy rotationStrategy, now func() time.Time)
