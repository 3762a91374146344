package zenmltest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
)

// fillers is how many requests fill a server at a time.
const fillers = 8

// Do sends a request to a path below /api/v1/ as the administrator, and decodes the answer into into, which may be nil.
func (s *Server) Do(t T, method, path string, body, into any) {
	t.Helper()
	if err := s.send(s.token, method, path, body, into); err != nil {
		t.Fatalf("%v", err)
	}
}

// DoAs is Do as the one whose API key it is.
func (s *Server) DoAs(t T, key, method, path string, body, into any) {
	t.Helper()
	if err := s.send(s.Token(t, key), method, path, body, into); err != nil {
		t.Fatalf("%v", err)
	}
}

// Token returns a token for an API key: one login for all that ask, because a login takes the server a third of a second.
func (s *Server) Token(t T, key string) string {
	t.Helper()
	once, _ := s.tokens.LoadOrStore(key, sync.OnceValues(func() (string, error) { return s.logIn(url.Values{"password": {key}}) }))
	token, err := once.(func() (string, error))()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return token
}

func (s *Server) logIn(form url.Values) (string, error) {
	var answer struct {
		Token string `json:"access_token"`
	}
	request, err := http.NewRequestWithContext(context.Background(), http.MethodPost, s.URL+"/api/v1/login",
		strings.NewReader(form.Encode()))
	if err != nil {
		return "", err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	err = s.do(request, &answer)
	return answer.Token, err
}

func (s *Server) send(token, method, path string, body, into any) error {
	var text io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return err
		}
		text = bytes.NewReader(encoded)
	}
	request, err := http.NewRequestWithContext(context.Background(), method, s.URL+"/api/v1/"+path, text)
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+token)
	return s.do(request, into)
}

// do sends a request. Errors hold ZenML's own text: this is a server for tests.
func (s *Server) do(request *http.Request, into any) error {
	response, err := s.http.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	switch {
	case err != nil:
		return err
	case response.StatusCode/100 != 2:
		return fmt.Errorf("%s %s: HTTP %d: %s", request.Method, request.URL.Path, response.StatusCode, text)
	case into == nil:
		return nil
	}
	return json.Unmarshal(text, into)
}
