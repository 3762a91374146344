package vaulttest

import (
	"errors"
	"fmt"
	"net/http"
	"sync"
)

// fillers is how many requests fill a mount at a time.
const fillers = 16

// A KV is a key-value engine of one test.
type KV struct {
	// Mount is its path.
	Mount string
	// Version is 1 or 2.
	Version int

	server *Server
}

// KV mounts a key-value engine for the test.
func (s *Server) KV(t T, version int) *KV {
	t.Helper()
	kv := &KV{Mount: unique("kv"), Version: version, server: s}
	s.Mount(t, kv.Mount, "kv", map[string]any{"version": fmt.Sprint(version)})
	return kv
}

// Mount mounts an engine of any type for the test.
func (s *Server) Mount(t T, path, kind string, options map[string]any) {
	t.Helper()
	s.Write(t, "sys/mounts/"+path, map[string]any{"type": kind, "options": options})
	t.Cleanup(func() { s.Remove(t, "sys/mounts/"+path) })
}

// Put writes a secret, as a new version where there is one.
func (kv *KV) Put(t T, path string, data map[string]any) {
	t.Helper()
	if err := kv.put(path, data); err != nil {
		t.Fatalf("%v", err)
	}
}

func (kv *KV) put(path string, data map[string]any) error {
	var body any = data
	if kv.Version == 2 {
		body = map[string]any{"data": data}
	}
	_, err := kv.server.send(http.MethodPost, kv.path("data", path), body)
	return err
}

// Fill writes many secrets.
func (kv *KV) Fill(t T, secrets map[string]map[string]any) {
	t.Helper()
	var (
		wait   sync.WaitGroup
		errs   = make(chan error, len(secrets))
		places = make(chan struct{}, fillers)
	)
	for path, data := range secrets {
		places <- struct{}{}
		wait.Go(func() {
			defer func() { <-places }()
			errs <- kv.put(path, data)
		})
	}
	wait.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatalf("%v", err)
		}
	}
}

// Data returns the keys of a secret with their values, nil where there is none.
func (kv *KV) Data(t T, path string) map[string]any {
	t.Helper()
	answer, err := kv.server.send(http.MethodGet, kv.path("data", path), nil)
	var refused *Refusal
	switch {
	case errors.As(err, &refused) && refused.Status == http.StatusNotFound:
		return nil
	case err != nil:
		t.Fatalf("%v", err)
	case kv.Version == 2:
		answer, _ = answer["data"].(map[string]any)
	}
	return answer
}

// Delete deletes a secret: of KV v2 its newest version, which can be brought back.
func (kv *KV) Delete(t T, path string) {
	t.Helper()
	kv.server.Remove(t, kv.path("data", path))
}

// Destroy destroys the first version of a secret of KV v2.
func (kv *KV) Destroy(t T, path string) {
	t.Helper()
	kv.server.Write(t, kv.path("destroy", path), map[string]any{"versions": []int{1}})
}

func (kv *KV) path(area, path string) string {
	if kv.Version == 1 {
		return kv.Mount + "/" + path
	}
	return kv.Mount + "/" + area + "/" + path
}
