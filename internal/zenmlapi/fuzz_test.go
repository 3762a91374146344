package zenmlapi_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"unicode"

	"github.com/zsv-dev/zsv/internal/zenmlapi"
)

// FuzzAnswers: whatever a server answers, with whatever status, nothing panics, an item's id leads nowhere else, and the text
// stays out of errors.
func FuzzAnswers(f *testing.F) {
	const item = `{"id":"3f2504e0-4f89-41d3-9a0c-0305e82c3301","name":"canary","body":{"private":false,"values":{"k":null}}}`
	for status, body := range map[int]string{
		200: `{"index":1,"max_size":20,"total_pages":1,"total":1,"items":[` + item + `]}`,
		401: `{"detail":["CredentialsNotValid","canary"]}`, 403: `{"detail":"canary"}`, 422: `["ValueError","canary"]`,
		404: `{"detail":["canary\u202e"]}`, 500: `<html>`, 302: ``, 501: `{}`,
	} {
		f.Add(status, body)
	}
	f.Fuzz(func(t *testing.T, status int, body string) {
		if status < 200 || status > 599 || status == 429 || status >= 500 && status != 501 {
			return // what is asked again takes seconds
		}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}))
		defer server.Close()
		client := newClient(t, "ZENML_STORE_URL="+server.URL, "ZENML_STORE_API_TOKEN=t")
		list, err := client.List(t.Context(), "secrets", nil)
		if err != nil && (strings.Contains(err.Error(), "canary") || strings.ContainsFunc(err.Error(), unicode.IsControl)) {
			t.Errorf("the error has the server's text: %q", err)
		}
		for _, item := range list.Items {
			if len(item.ID) != 36 || strings.ContainsAny(item.ID, "/.%?#") {
				t.Errorf("an id leads elsewhere: %q", item.ID)
			}
		}
		reply, err := client.Ask(t.Context(), zenmlapi.Request{Method: http.MethodGet, Path: "secrets"})
		if err == nil && strings.ContainsFunc(reply.Class, func(r rune) bool { return r > 'z' || r < 'A' }) {
			t.Errorf("the class is %q", reply.Class)
		}
	})
}
