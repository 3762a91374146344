package zenmltest

import (
	"errors"
	"net/http"
	"sync"
)

// A Secret is one to be made.
type Secret struct {
	Name    string            `json:"name"`
	Private bool              `json:"private"`
	Values  map[string]string `json:"values"`
}

// Create makes secrets as the owner of an API key, in this order. They go away with the test.
func (s *Server) Create(t T, key string, secrets ...Secret) {
	t.Helper()
	token := s.Token(t, key)
	for _, secret := range secrets {
		id, err := s.create(token, secret)
		if err != nil {
			t.Fatalf("%v", err)
		}
		t.Cleanup(func() { s.discard(id) })
	}
}

// Fill makes many secrets as the owner of an API key, in no order. They go away with the test.
func (s *Server) Fill(t T, key string, secrets []Secret) {
	t.Helper()
	var (
		token  = s.Token(t, key)
		ids    = make([]string, len(secrets))
		errs   = make([]error, len(secrets))
		places = make(chan struct{}, fillers)
		wait   sync.WaitGroup
	)
	for i, secret := range secrets {
		places <- struct{}{}
		wait.Go(func() {
			ids[i], errs[i] = s.create(token, secret)
			<-places
		})
	}
	wait.Wait()
	t.Cleanup(func() {
		for _, id := range ids {
			s.discard(id)
		}
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatalf("%v", err)
	}
}

func (s *Server) create(token string, secret Secret) (string, error) {
	var made struct {
		ID string `json:"id"`
	}
	if secret.Values == nil {
		secret.Values = map[string]string{}
	}
	err := s.send(token, http.MethodPost, "secrets", secret, &made)
	return made.ID, err
}

// discard deletes a secret that the test may have deleted, or that its owner took along.
func (s *Server) discard(id string) {
	if id != "" {
		_ = s.send(s.token, http.MethodDelete, "secrets/"+id, nil, nil)
	}
}
