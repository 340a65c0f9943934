package main

import (
	"context"
	"io"
	"reflect"
	_ "unsafe" // for linkname

	"github.com/moby/swarmkit/v2/api"
	"github.com/moby/swarmkit/v2/log"
	"github.com/moby/swarmkit/v2/manager/keymanager"
	"github.com/sirupsen/logrus"

	"pawl/sim/foreign"
)

// rotateKey is what the key manager does at each tick. It is not exported; the linker binds this
// name to it, so that nothing of the package is changed or copied. drive.s is empty: a package
// needs one for the compiler to take a function without a body.
//
//go:linkname rotateKey github.com/moby/swarmkit/v2/manager/keymanager.(*KeyManager).rotateKey
func rotateKey(k *keymanager.KeyManager, ctx context.Context) error //nolint:revive // the receiver comes first

// begin is all that Run does before its first tick, which it then does not wait for.
func begin(k *keymanager.KeyManager) {
	_ = k.Run(foreign.Over(silent()))
}

// silent is a context whose logger says nothing.
func silent() context.Context {
	l := logrus.New()
	l.SetOutput(io.Discard)
	return log.WithLogger(context.Background(), logrus.NewEntry(l))
}

// remembered is what a key manager has in its memory, read and not written.
func remembered(k *keymanager.KeyManager) (clock uint64, keys []*api.EncryptionKey) {
	ring := reflect.ValueOf(k).Elem().FieldByName("keyRing").Elem()
	list := ring.FieldByName("keys")
	for i := range list.Len() {
		key := list.Index(i).Elem()
		keys = append(keys, &api.EncryptionKey{
			Subsystem:   key.FieldByName("Subsystem").String(),
			Algorithm:   api.EncryptionKey_Algorithm(key.FieldByName("Algorithm").Int()),
			Key:         append([]byte(nil), key.FieldByName("Key").Bytes()...),
			LamportTime: key.FieldByName("LamportTime").Uint(),
		})
	}
	return ring.FieldByName("lClock").Uint(), keys
}
