package vault_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

const page = "<html><body>Service Unavailable</body></html>"

// faults are the ways in which something between us and Vault goes wrong for good.
var faults = map[string]struct {
	fault  fault
	reason providers.Reason
	says   string
}{
	"HTML":                 {always(answering(200, "text/html", page)), providers.ServerError, "not Vault's (HTTP 200)"},
	"HTML, not found":      {always(answering(404, "text/html", page)), providers.ServerError, "not Vault's (HTTP 404)"},
	"HTML, forbidden":      {always(answering(403, "text/html", page)), providers.ServerError, "not Vault's (HTTP 403)"},
	"HTML, failed":         {always(answering(502, "text/html", page)), providers.ServerError, "failed (HTTP 502)"},
	"another JSON":         {always(answering(200, "application/json", `["a"]`)), providers.ServerError, "not Vault's"},
	"an empty object":      {always(answering(200, "application/json", `{}`)), providers.ServerError, "not Vault's (HTTP 200)"},
	"no data":              {always(answering(200, "application/json", `{"data":null}`)), providers.ServerError, "not Vault's (HTTP 200)"},
	"no content":           {always(noContent), providers.ServerError, "not Vault's (HTTP 204)"},
	"an answer as a page":  {always(answering(200, "text/html", `{"data":{"type":"kv"}}`)), providers.ServerError, "not Vault's"},
	"nothing":              {always(answering(200, "application/json", ``)), providers.ServerError, "not Vault's (HTTP 200)"},
	"half an answer":       {always(answering(200, "application/json", `{"data":{"type":"k`)), providers.ServerError, "broke off"},
	"a broken length":      {always(broken), providers.ServerError, "broke off"},
	"a broken gzip":        {always(gzipped), providers.ServerError, "not Vault's"},
	"a huge answer":        {always(huge), providers.ServerError, "more than 8 MiB"},
	"a huge refusal":       {always(hugeRefusal), providers.ServerError, "more than 8 MiB"},
	"a teapot":             {always(answering(418, "application/json", `{"errors":[]}`)), providers.ServerError, "HTTP 418"},
	"unauthorized":         {always(answering(401, "text/plain", "no")), providers.Unauthenticated, "VAULT_TOKEN"},
	"not caught up":        {always(answering(412, "application/json", `{"errors":[]}`)), providers.ServerError, "HTTP 412"},
	"slow down":            {always(answering(429, "application/json", `{"errors":["quota"]}`)), providers.Throttled, "HTTP 429"},
	"slow down for ages":   {always(slowDown), providers.Throttled, "HTTP 429"},
	"hanging up":           {always(hangUp), providers.Unreachable, "broke off"},
	"a redirect":           {always(redirect), providers.Untrusted, "/v1/sys/health shows which"},
	"a redirect to itself": {always(redirectHere), providers.ServerError, "no redirect is followed"},
	"not modified":         {always(notModified), providers.ServerError, "not Vault's (HTTP 304)"},
}

func broken(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	answer(w, http.StatusOK, "application/json", `{"data":{`)
}

func gzipped(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Encoding", "gzip")
	answer(w, http.StatusOK, "application/json", "\x1f\x8b\x08\x00garbage")
}

func huge(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, "application/json", `{"data":{"type":"`+strings.Repeat("k", 9<<20)+`"}}`)
}

func hugeRefusal(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusNotFound, "application/json", `{"errors":["`+strings.Repeat("k", 9<<20)+`"]}`)
}

func slowDown(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Retry-After", "86400")
	answer(w, http.StatusTooManyRequests, "application/json", `{"errors":["quota"]}`)
}

func hangUp(w http.ResponseWriter, _ *http.Request) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err == nil {
		_ = connection.Close()
	}
}

func redirect(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Location", "https://elsewhere.example.com/v1/x?token=y")
	w.WriteHeader(http.StatusTemporaryRedirect)
}

func redirectHere(w http.ResponseWriter, r *http.Request) {
	http.Redirect(w, r, r.URL.Path+"/", http.StatusTemporaryRedirect)
}

func notModified(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }

func noContent(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

// TestTroubleFromTheStart: nothing can be said of any secret.
func TestTroubleFromTheStart(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	for name, with := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			front := newFront(t, server, with.fault)
			p := newProvider(t, fmt.Sprintf("mount = %q\ntimeout = \"1m\"", kv.Mount), front.environ(server.RootToken)...)
			problem := failure(t, p)
			if problem.Reason != with.reason || !strings.Contains(problem.Detail, with.says) {
				t.Errorf("%s: %s; want %s, saying %q", problem.Reason, problem.Detail, with.reason, with.says)
			}
			if !strings.Contains(problem.Detail, front.address) {
				t.Errorf("the detail does not name %s: %s", front.address, problem.Detail)
			}
			wantRequests(t, p, 1)
		})
	}
}

// TestTroubleWithOneSecret: the others are answered.
func TestTroubleWithOneSecret(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(3))
	for name, with := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			front := newFront(t, server, func(w http.ResponseWriter, r *http.Request) bool {
				return strings.HasSuffix(r.URL.Path, "/s1") && with.fault(w, r)
			})
			p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"\ntimeout = \"1m\"", kv.Mount),
				front.environ(server.RootToken)...)
			answers := ask(t, p, providers.SecretAndKeyExists, []string{"password"}, manyNames(3)...)
			wantVerdicts(t, answers, map[string]providers.Answer{
				"s0": {Secret: present, Keys: keys("password")},
				"s1": {Reason: with.reason},
				"s2": {Secret: present, Keys: keys("password")},
			})
		})
	}
}

func TestWhatPassesIsRepeated(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	for name, then := range map[string]http.HandlerFunc{
		"500": answering(500, "application/json", `{"errors":["internal error"]}`),
		"502": answering(502, "text/html", page),
		"503": answering(503, "application/json", `{"errors":["Vault is sealed"]}`),
		"412": answering(412, "application/json", `{"errors":["required index state not present"]}`),
		"429": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "1")
			answer(w, 429, "application/json", `{"errors":[]}`)
		},
		"hanging up": hangUp,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			front := newFront(t, server, times(2, always(then)))
			p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount), front.environ(server.RootToken)...)
			wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0"),
				map[string]providers.Answer{"s0": {Secret: present, Keys: keys("password")}})
			wantRequests(t, p, 2)
			if got := front.asked.Load(); got != 4 {
				t.Errorf("%d requests were sent, want 4: two repetitions, which Requests() leaves out", got)
			}
		})
	}
}

func TestMaxRetriesIsHonoured(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	front := newFront(t, server, always(answering(500, "application/json", `{"errors":[]}`)))
	p := newProvider(t, "", front.environ("x", "VAULT_MAX_RETRIES=0")...)
	failure(t, p)
	if got := front.asked.Load(); got != 1 {
		t.Errorf("%d requests were sent, want 1", got)
	}
}

func TestASealedVault(t *testing.T) {
	t.Parallel()
	server := vaulttest.StartOwn(t)
	server.Seal(t)
	p := newProvider(t, "", server.Environ(server.RootToken)...)
	problem := failure(t, p)
	if problem.Reason != providers.Sealed || !strings.Contains(problem.Detail, server.Address) {
		t.Errorf("%s: %s, want sealed with the address", problem.Reason, problem.Detail)
	}
}

func TestTroubleWithTheConnection(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := listener.Addr().String()
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // of handshakes that are meant to fail
	secure.StartTLS()
	t.Cleanup(secure.Close)
	for name, with := range map[string]struct {
		environ []string
		reason  providers.Reason
		says    string
	}{
		"nothing listens": {[]string{"VAULT_ADDR=http://" + closed}, providers.Unreachable, "refused"},
		"no such host":    {[]string{"VAULT_ADDR=http://vault.invalid:8200"}, providers.Unreachable, "cannot be resolved"},
		"no TLS there": {[]string{"VAULT_ADDR=" + strings.Replace(plain.URL, "http:", "https:", 1)},
			providers.Unreachable, "write http://"},
		"TLS there": {[]string{"VAULT_ADDR=" + strings.Replace(secure.URL, "https:", "http:", 1)},
			providers.ServerError, "https://"},
		"an unknown authority": {[]string{"VAULT_ADDR=" + secure.URL}, providers.Unreachable, "VAULT_CACERT"},
		"OpenBao's variables":  {[]string{"BAO_ADDR=" + secure.URL}, providers.Unreachable, "BAO_CACERT"},
		"an unknown proxy": {[]string{"VAULT_ADDR=http://vault.example.com:8200", "VAULT_PROXY_ADDR=http://" + closed},
			providers.Unreachable, "VAULT_PROXY_ADDR"},
		"no socket": {[]string{"VAULT_ADDR=unix:///nowhere/vault.sock"}, providers.Unreachable, "unix:///nowhere/vault.sock"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, "", append(with.environ, "VAULT_TOKEN=x")...)
			problem := failure(t, p)
			if problem.Reason != with.reason || !strings.Contains(problem.Detail, with.says) {
				t.Errorf("%s: %s; want %s, saying %q", problem.Reason, problem.Detail, with.reason, with.says)
			}
		})
	}
}

// hanging never answers; it ends with the request or the test.
func hanging(t *testing.T) http.HandlerFunc {
	t.Helper()
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	return func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-over:
		}
	}
}

func TestAServerThatHangs(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(40))
	hang := hanging(t)
	front := newFront(t, server, func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.Contains(r.URL.Path, "/ml/") || !strings.HasSuffix(r.URL.Path, "7") {
			return false
		}
		hang(w, r)
		return true
	})
	block := fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount)
	names := manyNames(40) // four of them end in 7

	t.Run("the block's timeout", func(t *testing.T) {
		t.Parallel()
		p := newProvider(t, block+"\ntimeout = \"2s\"", front.environ(server.RootToken)...)
		answers, err := try(t, p, providers.SecretAndKeyExists, []string{"password"}, names...)
		if reason, detail := providers.ReasonOf(err); reason != providers.Timeout || !strings.Contains(detail, "2s") {
			t.Errorf("Check returned %v, want a timeout after 2s", err)
		}
		wantAllBut(t, answers, names, "7")
	})
	t.Run("the request's timeout", func(t *testing.T) {
		t.Parallel()
		p := newProvider(t, block, front.environ(server.RootToken, "VAULT_CLIENT_TIMEOUT=1")...)
		answers := ask(t, p, providers.SecretAndKeyExists, []string{"password"}, names...)
		if got := answers["s7"]; got.Reason != providers.Timeout || !strings.Contains(got.Detail, "VAULT_CLIENT_TIMEOUT") {
			t.Errorf("s7 is %+v, want unverified after a timeout", got)
		}
	})
	t.Run("an interrupt", func(t *testing.T) {
		t.Parallel()
		p := newProvider(t, block, front.environ(server.RootToken)...)
		ctx, cancel := context.WithCancel(t.Context())
		answers, queries := map[string]providers.Answer{}, []providers.Query{}
		for _, name := range names {
			queries = append(queries, providers.Query{Location: p.Locate(name, ""), Keys: []string{"password"}})
		}
		err := p.Check(ctx, providers.SecretAndKeyExists, queries, func(i int, answer providers.Answer) {
			answers[names[i]] = answer
			if len(answers) == 36 {
				cancel()
			}
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("Check returned %v, want the context's error", err)
		}
		wantAllBut(t, answers, names, "7")
	})
}

func TestADeadlineOfTheRun(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	front := newFront(t, server, always(hanging(t)))
	p := newProvider(t, "", front.environ(server.RootToken)...)
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	err := p.Check(ctx, providers.SecretExists, []providers.Query{{Location: "secret/mlflow"}}, func(_ int, answer providers.Answer) {
		t.Errorf("it was answered: %+v", answer)
	})
	var known *providers.Error
	if !errors.Is(err, context.DeadlineExceeded) || errors.As(err, &known) {
		t.Errorf("Check returned %v, want the context's error", err)
	}
}

func wantAllBut(t *testing.T, answers map[string]providers.Answer, names []string, suffix string) {
	t.Helper()
	for _, name := range names {
		answer, answered := answers[name]
		if answered == strings.HasSuffix(name, suffix) || answered && answer.Secret != present {
			t.Errorf("%s: answered %t, %+v", name, answered, answer)
		}
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(5))
	// Three requests at once, the next in a quarter of an hour.
	p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"\ntimeout = \"1m\"", kv.Mount),
		append(server.Environ(server.RootToken), "VAULT_RATE_LIMIT=0.001:3")...)
	counts := map[providers.Reason]int{}
	for _, answer := range ask(t, p, providers.SecretAndKeyExists, []string{"password"}, manyNames(5)...) {
		counts[answer.Reason]++
		if answer.Reason != "" && !strings.Contains(answer.Detail, "VAULT_RATE_LIMIT") {
			t.Errorf("the detail does not say what to change: %s", answer.Detail)
		}
	}
	if difference := cmp.Diff(map[providers.Reason]int{"": 2, providers.Timeout: 3}, counts); difference != "" {
		t.Errorf("wrong reasons (-want +got):\n%s", difference)
	}
}
