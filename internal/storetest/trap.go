package storetest

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
)

// Trap starts a server that must not be contacted. It returns its host and port, and how often it was.
func Trap(t *testing.T) (address string, accepted *atomic.Int64) {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	accepted, done := &atomic.Int64{}, make(chan struct{})
	go func() {
		defer close(done)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			accepted.Add(1)
			_ = connection.Close()
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
	})
	return listener.Addr().String(), accepted
}
