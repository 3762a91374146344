package zenmltest

import (
	"context"
	"errors"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
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

// Seed makes many public secrets with one key "k" at once, called stem0, stem1 and so on: in the database, because the server
// would take a minute for 5,000.
func (s *Server) Seed(t testing.TB, count int, stem string) {
	t.Helper()
	database := filepath.Join(s.process.Directory, "zenml", "local_stores", "default_zen_store", "zenml.db")
	output(t, exec.CommandContext(context.Background(), Program(t, "python"), "-c", seeding, database, strconv.Itoa(count), stem))
}

const seeding = `
import base64, sqlite3, sys, uuid
database = sqlite3.connect(sys.argv[1], timeout=60)
user = database.execute("select id from user where name = 'default'").fetchone()[0]
values = base64.b64encode(b'{"k": "v"}').decode()
now = "2026-01-01 00:00:00.000000"
database.executemany(
    'insert into secret (id, created, updated, name, private, internal, "values", user_id) values (?, ?, ?, ?, 0, 0, ?, ?)',
    [(uuid.uuid4().hex, now, now, sys.argv[3] + str(i), values, user) for i in range(int(sys.argv[2]))],
)
database.commit()
`
