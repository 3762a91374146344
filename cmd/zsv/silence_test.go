package main

import (
	"net"
	"testing"
)

// A silentStore accepts connections and never answers.
type silentStore struct {
	address   string
	connected chan struct{} // closed at the first connection
}

func listenInSilence(t *testing.T) silentStore {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := silentStore{listener.Addr().String(), make(chan struct{})}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		var connections []net.Conn
		for {
			connection, err := listener.Accept()
			if err != nil {
				break
			}
			if connections = append(connections, connection); len(connections) == 1 {
				close(s.connected)
			}
		}
		for _, connection := range connections {
			_ = connection.Close()
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-ended
	})
	return s
}

func (s silentStore) environ() []string {
	return []string{"VAULT_ADDR=http://" + s.address, "VAULT_TOKEN=canary", "S_K=canary"}
}
