package zenmltest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
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

// Seed makes many public secrets with one key "k" at once, called stem0, stem1 and so on, as FillPublic does.
func (s *Server) Seed(t T, count int, stem string) {
	t.Helper()
	secrets := make([]Secret, count)
	for i := range secrets {
		secrets[i] = Secret{Name: stem + strconv.Itoa(i), Values: map[string]string{"k": "v"}}
	}
	s.FillPublic(t, secrets)
}

// FillPublic makes public secrets all at once, in the server's database: to make 5,000 of them over its API takes a minute.
// They are those of the first user, and go away with the test, under whatever names they have by then.
func (s *Server) FillPublic(t T, secrets []Secret) {
	t.Helper()
	if len(secrets) == 0 {
		return
	}
	var ids []string
	if err := s.inDatabase(insertion, secrets, &ids); err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() { _ = s.inDatabase(deletion, ids, nil) }) // The server may have ended.
}

// inDatabase runs a program on the server's database, which takes and prints JSON.
func (s *Server) inDatabase(program string, input, output any) error {
	text, err := json.Marshal(input)
	if err != nil {
		return err
	}
	database := filepath.Join(s.process.Directory, "zenml", "local_stores", "default_zen_store", "zenml.db")
	cmd := exec.CommandContext(context.Background(), s.python, "-c", program, database)
	cmd.Stdin = bytes.NewReader(text)
	printed, err := cmd.Output()
	if err == nil && output != nil {
		err = json.Unmarshal(printed, output)
	}
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		return fmt.Errorf("%w: %s", err, failed.Stderr)
	}
	return err
}

const insertion = `
import base64, json, sqlite3, sys, uuid
database = sqlite3.connect(sys.argv[1], timeout=60)
user = database.execute("select id from user where name = 'default'").fetchone()[0]
now = "2026-01-01 00:00:00.000000"
secrets = json.load(sys.stdin)
stored = lambda values: base64.b64encode(json.dumps(values or {}).encode()).decode()
ids = [uuid.uuid4().hex for _ in secrets]
database.executemany(
    'insert into secret (id, created, updated, name, private, internal, "values", user_id) values (?, ?, ?, ?, 0, 0, ?, ?)',
    [(id, now, now, secret["name"], stored(secret["values"]), user) for id, secret in zip(ids, secrets)],
)
database.commit()
print(json.dumps(ids))
`

const deletion = `
import json, sqlite3, sys
database = sqlite3.connect(sys.argv[1], timeout=60)
database.executemany("delete from secret where id = ?", [(id,) for id in json.load(sys.stdin)])
database.commit()
`
