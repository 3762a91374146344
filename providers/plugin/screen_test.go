package plugin_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
)

func init() {
	broken["complains as told"] = func() {
		a := request()
		if answer, ok := a.Provider.Arguments["first"].(string); ok {
			say(`{"protocol":1,"id":%d,%s}`+"\n", a.ID, answer)
			request()
		}
		_, _ = os.Stderr.WriteString(a.Provider.Arguments["complaint"].(string))
		syscall.Exit(1)
	}
	broken["complains of what another one was given"] = func() {
		a := request()
		switch a.Method {
		case "hello":
			say(`{"protocol":1,"id":%d,%s}`+"\n", a.ID, allCapabilities)
		case "write":
			say(`{"protocol":1,"id":%d,"written":{"created":true,"set":["k"]}}`+"\n", a.ID)
		default:
			_, _ = os.Stderr.WriteString("it is canary-1")
			syscall.Exit(1)
		}
	}
}

// complains returns what is said of a program with an environment that wrote something to standard error.
func complains(t *testing.T, complaint, first string, environ ...string) string {
	t.Helper()
	program := self("complains as told", nil)
	program.Environ = append(program.Environ, environ...)
	arguments := map[string]any{"complaint": complaint}
	if first != "" {
		arguments["first"] = first
	}
	provider := pluginwire.Open(program, pluginwire.Options{Type: "stub", Name: "main", Arguments: arguments})
	t.Cleanup(func() { _ = provider.Close() })
	query := []providers.Query{{Location: "a", Keys: []string{"k"}}}
	_, err := asks(t.Context(), t, provider, query)
	if first != "" {
		if err != nil {
			t.Fatal(err)
		}
		_, err = asks(t.Context(), t, provider, query)
	}
	var known *providers.Error
	if !errors.As(err, &known) || known.Reason != providers.Plugin {
		t.Fatalf("the error is %v", err)
	}
	_, wrote, _ := strings.Cut(known.Detail, "before it answered")
	wrote, _, _ = strings.Cut(wrote, "; run: zsv provider test")
	return strings.TrimPrefix(wrote, "; it wrote: ")
}

// What the environment holds of credentials is not shown, however a program writes it.
func TestCredentialsInComplaints(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("long", 1500) + "END"
	for _, test := range []struct{ variable, complaint, want string }{
		{"STUB_TOKEN2=not-a-real-token-but-longer", "bad not-a-real-token-but-longer and not-a-real-token", `"bad *** and ***"`},
		{"STUB_LONG_TOKEN=" + long, "this is no token: " + long, ``},
		{"STUB_LONG_TOKEN=" + long, "this is no token: " + long + "\nlog in\n", `"log in"`},
		{"STUB_PAT=dapi12345", "no dapi12345", `"no ***"`},
		{"MY_DSN=postgres://u:pw@secret@h/db", "no postgres://u:pw@secret@h/db, pw@secret", `"no ***, ***"`},
		{"https_proxy=http://me:hunter22%21@proxy:3128", "cannot reach http://me:hunter22%21@proxy:3128 (hunter22!)",
			`"cannot reach http://***@proxy:3128 (***)"`},
		{"HTTPS_PROXY=me:hunter22@proxy:3128", "cannot reach me:hunter22@proxy:3128", `"cannot reach ***@proxy:3128"`},
		{"http_proxy=http://tokentoken@proxy", "cannot reach http://tokentoken@proxy", `"cannot reach http://***@proxy"`},
		{`STUB_PASSWORD=a'b"c\d`, `['a\'b"c\\d', "a'b\"c\\d"]`, `"['***', \"***\"]"`},
		{"STUB_KEY=-----BEGIN\nlineone\nlinetwo\n-----END", "not a key: lineone", `"not a key: ***"`},
		{"STUB_TOKEN3=user:password", base64.StdEncoding.EncodeToString([]byte("user:password")), `"***"`},
		// These are no credentials.
		{"STUB_HOST=https://adb-1.example.com:8443", "cannot reach https://adb-1.example.com:8443",
			`"cannot reach https://adb-1.example.com:8443"`},
		{"STUB_CONFIG=" + os.DevNull, "cannot read " + os.DevNull, `"cannot read ` + os.DevNull + `"`},
		{"LANG=de_DE.UTF-8", "no locale de_DE.UTF-8", `"no locale de_DE.UTF-8"`},
	} {
		if got := complains(t, test.complaint, "", test.variable); got != test.want {
			t.Errorf("%s: got %s, want %s", test.variable[:10], got, test.want)
		}
	}
}

// A program that says that it read values may write them to standard error.
func TestComplaintsAfterValues(t *testing.T) {
	t.Parallel()
	answer := `"answers":[{"id":0,"secret":"present","keys":{"k":"present"},"values_read":%d}]`
	if got := complains(t, "it is canary", fmt.Sprintf(answer, 0)); got != `"it is canary"` {
		t.Errorf("nothing was read, and it is said to have written %s", got)
	}
	if got := complains(t, "it is canary", fmt.Sprintf(answer, 1)); got != "" {
		t.Errorf("a value was read, and it is said to have written %s", got)
	}
}

// What must not be read and was is worth nothing.
func TestReadsWhatIsForbidden(t *testing.T) {
	t.Parallel()
	answer := `"answers":[{"id":0,"secret":"present","keys":{"k":"present"},"values_read":1}]`
	provider := replies(t, map[string]string{"check": answer}, pluginwire.Options{ReadValues: providers.ReadNever})
	_, err := asks(t.Context(), t, provider, []providers.Query{{Location: "a", Keys: []string{"k"}}})
	wantError(t, err, providers.Plugin, `read values, which read_values = "never" forbids`)
	keys := `"answers":[{"id":0,"secret":"present","keys":["k"],"values_read":1}]`
	provider = replies(t, map[string]string{"keys": keys}, pluginwire.Options{ReadValues: providers.ReadNever})
	_, err = provider.ListKeys(t.Context(), "a")
	wantError(t, err, providers.Plugin, `read values, which read_values = "never" forbids`)
}

// Texts for people show neither the values of the exchange that they are in nor credentials.
func TestValuesInTexts(t *testing.T) {
	t.Parallel()
	const values = `"values":{"l":"canary-of-l","m":{"base64":"Y2FuYXJ5LW9mLW0="}}`
	query := []providers.Query{{Location: "a", Keys: []string{"k", "l", "m"}}}
	for _, test := range []struct {
		key, detail string
		reason      providers.Reason
	}{
		{`{"status":"unverified","reason":"invalid","detail":"not canary-of-l, canary-of-m, not-a-real-token"}`,
			"not ***, ***, ***", providers.Invalid},
		{`{"status":"unverified","reason":"own_word","detail":"Y2FuYXJ5LW9mLW0="}`, "***", "own_word"},
	} {
		var given providers.Fetched
		err := replies(t, map[string]string{"fetch": `"answers":[{"id":0,"secret":"present",` + values + `,"keys":{"k":` + test.key +
			`}}]`}, pluginwire.Options{}).Fetch(t.Context(), query, func(_ int, f providers.Fetched) { given = f })
		want := providers.Key{Status: providers.Unverified, Reason: test.reason, Detail: test.detail}
		if diff := cmp.Diff(want, given.Keys["k"]); diff != "" || err != nil {
			t.Errorf("%v (-want +got):\n%s", err, diff)
		}
	}
	change := providers.Change{Location: "a", Set: map[string]providers.Value{"k": providers.NewValue("canary")}}
	_, err := replies(t, map[string]string{"write": `"error":{"reason":"denied","detail":"refused {\"k\": \"canary\"}"}`},
		pluginwire.Options{}).Write(t.Context(), change)
	wantError(t, err, providers.Denied, `refused {"k": "***"}`)
	_, err = replies(t, map[string]string{"write": `"error":{"reason":"canary"}`}, pluginwire.Options{}).Write(t.Context(), change)
	wantError(t, err, providers.Plugin, "")
	written, err := replies(t, map[string]string{"write": `"written":{"created":true,"set":["k"],"warnings":["wrote canary",` +
		`"wrote canary"]}`}, pluginwire.Options{}).Write(t.Context(), change)
	if diff := cmp.Diff([]string{"wrote ***"}, written.Warnings); diff != "" || err != nil {
		t.Errorf("%v, warnings (-want +got):\n%s", err, diff)
	}
	detail := `"error":{"reason":"denied","detail":"it is not-a-real-token"}`
	answers, err := asks(t.Context(), t, replies(t, map[string]string{"check": detail}, pluginwire.Options{}), queries)
	if err != nil || answers[0].Detail != "it is ***" {
		t.Errorf("%v, answers %+v", err, answers)
	}
}

// A value that was written or fetched is not shown later either, when the program is asked for something else.
func TestValuesInLaterTexts(t *testing.T) {
	t.Parallel()
	const check = `"error":{"reason":"denied","detail":"stored canary-1, Y2FuYXJ5LTE= and the-other, but cannot read"}`
	for kept, before := range map[string]func(*pluginwire.Provider) error{
		"stored ***, *** and the-other, but cannot read": func(p *pluginwire.Provider) error {
			_, err := p.Write(t.Context(), providers.Change{Location: "a",
				Set: map[string]providers.Value{"k": providers.NewValue("canary-1")}})
			return err
		},
		"stored canary-1, Y2FuYXJ5LTE= and ***, but cannot read": func(p *pluginwire.Provider) error {
			return p.Fetch(t.Context(), []providers.Query{{Location: "a", Keys: []string{"k"}}}, func(int, providers.Fetched) {})
		},
	} {
		provider := replies(t, map[string]string{"check": check, "write": `"written":{"created":true,"set":["k"]}`,
			"fetch": `"answers":[{"id":0,"secret":"present","values":{"k":"the-other"}}]`}, pluginwire.Options{})
		if err := before(provider); err != nil {
			t.Fatal(err)
		}
		answers, err := asks(t.Context(), t, provider, queries)
		if err != nil || answers[0].Detail != kept {
			t.Errorf("%v, answers %+v, want %q", err, answers, kept)
		}
	}
}

// Nor is it where another process writes it to standard error, which was given nothing.
func TestValuesInLaterComplaints(t *testing.T) {
	t.Parallel()
	provider := pluginwire.Open(self("complains of what another one was given", nil), pluginwire.Options{Type: "stub", Name: "main"})
	t.Cleanup(func() { _ = provider.Close() })
	change := providers.Change{Location: "a", Set: map[string]providers.Value{"k": providers.NewValue("canary-1")}}
	if _, err := provider.Write(t.Context(), change); err != nil {
		t.Fatal(err)
	}
	_, err := asks(t.Context(), t, provider, queries)
	wantError(t, err, providers.Plugin, `it wrote: "it is ***"`)
}

// At the level of secrets the keys that a program answers for are looked at, too, but need not be there.
func TestKeysOfSecrets(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		``:                    "",
		`,"keys":{}`:          "",
		`,"keys":17`:          `wrote a member "keys" in an answer that is no object`,
		`,"keys":{"x":"yes"}`: "answered for a key that it was not asked for",
	} {
		provider := replies(t, map[string]string{"check": `"answers":[{"id":0,"secret":"present"` + keys + `}]`}, pluginwire.Options{})
		err := provider.Check(t.Context(), providers.SecretExists, []providers.Query{{Location: "a", Keys: []string{"k"}}},
			func(_ int, a providers.Answer) {
				if a.Secret != providers.Present || a.Keys != nil {
					t.Errorf("%s: %+v", keys, a)
				}
			})
		if want == "" && err != nil {
			t.Errorf("%s: %v", keys, err)
		} else if want != "" {
			wantError(t, err, providers.Plugin, want)
		}
	}
}
