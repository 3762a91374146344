package plugin_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
)

func init() {
	broken["replies"] = func() {
		for {
			a := request()
			reply, ok := a.Provider.Arguments[a.Method].(string)
			if !ok {
				reply = `"error":{"reason":"unsupported"}`
			}
			say(`{"protocol":1,"id":%d,%s}`+"\n", a.ID, reply)
		}
	}
}

const allCapabilities = `"hello":{"capabilities":["check","keys","fetch","list","write","dance"],"name":"a\nb","more":{},"paths":["file"],` +
	`"version":"1.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"}`

// replies returns a provider whose program gives the same answer to every request of a method.
func replies(t *testing.T, byMethod map[string]string, options pluginwire.Options) *pluginwire.Provider {
	t.Helper()
	options.Type, options.Name, options.Arguments = "stub", "main", map[string]any{"hello": allCapabilities}
	for method, reply := range byMethod {
		options.Arguments[method] = reply
	}
	program := self("replies", nil)
	provider := pluginwire.Open(program, options)
	t.Cleanup(func() { _ = provider.Close() })
	return provider
}

// What a program says of itself is asked for when it matters. One that does not say hello can do check alone.
func TestHello(t *testing.T) {
	t.Parallel()
	hello, err := replies(t, nil, pluginwire.Options{}).Hello(t.Context())
	if err != nil || hello.Name != "a b" || !hello.Can("write") || hello.Can("jump") || len(hello.Version) > 110 ||
		!slices.Equal(hello.Paths, []string{"file"}) {
		t.Errorf("%+v, %v", hello, err)
	}
	for reply, want := range map[string]struct {
		reason providers.Reason
		detail string
	}{
		`"error":{"reason":"unsupported"}`:               {providers.Unsupported, `has not the capability "list"`},
		`"hello":{"capabilities":["check"]}`:             {providers.Unsupported, `has not the capability "list"`},
		`"error":{"reason":"denied","detail":"not you"}`: {providers.Denied, "not you"},
		`"hello":{}`: {providers.Plugin, `left the member "capabilities" out of`},
		`"hello":{"capabilities":["check","check"]}`: {providers.Plugin, `wrote something in the member "capabilities"`},
		`"hello":{"capabilities":[],"name":1}`:       {providers.Plugin, `wrote a member "name" in`},
		`"hello":{"capabilities":[],"addresses":{}}`: {providers.Plugin, `wrote a member "addresses" in`},
		`"hello":{"capabilities":[],"paths":"a"}`:    {providers.Plugin, `wrote a member "paths" in`},
		`"answers":[]`: {providers.Plugin, `left the member "hello" out of its answer`},
		`"error":{"reason":"denied"},"hello":{"capabilities":[]}`: {providers.Plugin, "gave an error and an answer in one"},
	} {
		provider := replies(t, map[string]string{"hello": reply}, pluginwire.Options{})
		_, err := provider.List(t.Context())
		wantError(t, err, want.reason, want.detail)
	}
	provider := replies(t, map[string]string{"hello": `"hello":{"capabilities":["check"]}`}, pluginwire.Options{})
	wantError(t, provider.Consent(t.Context()), providers.Unsupported, `has not the capability "write"`)
	err = provider.Fetch(t.Context(), queries, func(int, providers.Fetched) { t.Error("it answers") })
	wantError(t, err, providers.Unsupported, `has not the capability "fetch"`)
	_, err = provider.ListKeys(t.Context(), "a")
	wantError(t, err, providers.Unsupported, `has not the capability "keys"`)
	_, err = provider.Write(t.Context(), providers.Change{Location: "a"})
	wantError(t, err, providers.Unsupported, `has not the capability "write"`)
}

// Values come out as they were given, and are in what is handed out alone.
func TestFetched(t *testing.T) {
	t.Parallel()
	query := []providers.Query{{Location: "a", Keys: []string{"k", "l"}}}
	fetched := func(reply string, queries []providers.Query) (f providers.Fetched, err error) {
		err = replies(t, map[string]string{"fetch": reply}, pluginwire.Options{}).Fetch(t.Context(), queries,
			func(_ int, given providers.Fetched) { f = given })
		return f, err
	}
	f, err := fetched(`"answers":[{"id":0,"secret":"present","values":{"k":"\u0000é","l":{"base64":"/w=="}}}]`, query)
	if err != nil || f.Values["k"].Reveal() != "\x00é" || f.Values["l"].Reveal() != "\xff" || len(f.Keys) != 0 {
		t.Errorf("%+v, %v", f, err)
	}
	f, err = fetched(`"answers":[{"id":0,"secret":"present","values":{"x":""},`+
		`"keys":{"y":{"status":"unverified","reason":"invalid"}}}]`, []providers.Query{{Location: "a"}})
	if err != nil || !f.Values["x"].IsSet() || f.Keys["y"].Reason != providers.Invalid {
		t.Errorf("%+v, %v", f, err)
	}
	for reply, want := range map[string]string{
		`"secret":"present","values":{"k":"canary"}`:                                     "left a key of a present secret unanswered",
		`"secret":"present","values":{"k":"","l":"","canary":""}`:                        "the value of a key that it was not",
		`"secret":"present","values":{"k":1}`:                                            "gave a value that is neither a string nor",
		`"secret":"present","values":{"k":null}`:                                         "gave a value that is neither a string nor",
		`"secret":"present","values":{"k":{"base64":1}}`:                                 "gave a value that is neither a string nor",
		`"secret":"present","values":{"k":{"base64":"Y2FuYXJ5="}}`:                       "gave a value in base64 that is none",
		`"secret":"present","values":{"k":{"base64":"_w=="}}`:                            "gave a value in base64 that is none",
		`"secret":"present","values":{"k":{"base64":"/x=="}}`:                            "gave a value in base64 that is none",
		`"secret":"missing","values":{"k":"canary"}`:                                     "it gave values of a secret that is missing",
		`"secret":"unverified","reason":"denied","values":{"k":"canary"}`:                "values of a secret that is unverified",
		`"secret":"present","values":{"k":"","l":"canary"},"keys":{"l":"missing"}`:       "it gave a value of a key, and why",
		`"secret":"present","values":{"k":""},"keys":{"l":"present"}`:                    "a key present without giving its value",
		`"secret":"present","values":{"k":""},"keys":{"l":"missing","canary":"missing"}`: "for a key that it was not asked for",
		`"secret":"present","values":["canary"]`:                                         `a member "values" in an answer that is no`,
		`"secret":"canary","values":{}`:                                                  "gave a secret a status that is none of",
		`"secret":"present","values":{"k":"canary","k":""}`:                              "it has a member twice",
	} {
		_, err := fetched(`"answers":[{"id":0,`+reply+`}]`, query)
		wantError(t, err, providers.Plugin, want)
		if strings.Contains(err.Error(), "canary") || strings.Contains(fmt.Sprintf("%#v", err), "canary") {
			t.Errorf("%s: the error shows a value: %v", reply, err)
		}
	}
}

func TestListed(t *testing.T) {
	t.Parallel()
	listed := func(reply string) ([]string, error) {
		return replies(t, map[string]string{"list": reply}, pluginwire.Options{Prefix: "ml/"}).List(t.Context())
	}
	names, err := listed(`"secrets":["ml/b","ml/","other","ml/a/c","ML/x"]`)
	if diff := cmp.Diff([]string{"a/c", "b"}, names); diff != "" || err != nil {
		t.Errorf("%v, names (-want +got):\n%s", err, diff)
	}
	for reply, want := range map[string]string{
		`"secrets":["a","a"]`: `wrote something in the member "secrets" of its answer twice`,
		`"secrets":[1]`:       `wrote something in the member "secrets" of its answer that is no string`,
		`"secrets":null`:      `left the member "secrets" out of its answer`,
	} {
		_, err := listed(reply)
		wantError(t, err, providers.Plugin, want)
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	listed := func(reply string) (providers.KeyList, error) {
		return replies(t, map[string]string{"keys": `"answers":[{"id":0,` + reply + `}]`}, pluginwire.Options{}).ListKeys(t.Context(), "a")
	}
	list, err := listed(`"secret":"present","keys":["b","a"],"values_read":2`)
	want := providers.KeyList{Secret: providers.Present, Keys: []string{"a", "b"}, ValuesRead: 2}
	if diff := cmp.Diff(want, list); diff != "" || err != nil {
		t.Errorf("%v, keys (-want +got):\n%s", err, diff)
	}
	if list, err := listed(`"secret":"unverified","reason":"denied","detail":"no"`); err != nil || list.Reason != providers.Denied {
		t.Errorf("%+v, %v", list, err)
	}
	for reply, want := range map[string]string{
		`"secret":"present"`:                   `left the member "keys" out of an answer`,
		`"secret":"present","keys":{"a":1}`:    `wrote a member "keys" in an answer that is no array`,
		`"secret":"present","keys":["a","a"]`:  `wrote something in the member "keys" of an answer twice`,
		`"secret":"missing","keys":["a"]`:      "contradicted itself: it names keys of a secret that is missing",
		`"secret":"unverified"`:                "called a secret unverified without a reason",
		`"secret":"present","values_read":0.5`: `wrote a member "values_read" in an answer that is no whole number`,
	} {
		_, err := listed(reply)
		wantError(t, err, providers.Plugin, want)
	}
	_, err = replies(t, nil, pluginwire.Options{}).ListKeys(t.Context(), "a\xff")
	wantError(t, err, providers.Invalid, "UTF-8")
}

// What came of a change must fit it. Where it does not, nobody knows what was made.
func TestWritten(t *testing.T) {
	t.Parallel()
	change := providers.Change{Location: "a", Set: map[string]providers.Value{"k": providers.NewValue("canary"),
		"l": providers.NewValue("\xff")}, Remove: []string{"r"}}
	write := func(reply string, change providers.Change) (providers.Written, error) {
		return replies(t, map[string]string{"write": reply}, pluginwire.Options{}).Write(t.Context(), change)
	}
	with := func(condition providers.Condition, keep bool) providers.Change {
		changed := change
		changed.Condition, changed.Keep = condition, keep
		return changed
	}
	written, err := write(`"written":{"created":true,"set":["l","k"],"warnings":["be\ncareful"]}`, change)
	want := providers.Written{Created: true, Set: []string{"k", "l"}, Warnings: []string{"be careful"}}
	noneIsNil := cmp.Transformer("none", func(all []string) []string { return slices.Concat(all) })
	if diff := cmp.Diff(want, written, noneIsNil); diff != "" || err != nil {
		t.Errorf("%v, written (-want +got):\n%s", err, diff)
	}
	for _, test := range []struct {
		reply  string
		change providers.Change
		want   string
	}{
		{`"written":{"created":true,"set":["k"]}`, change, "named other keys as set and kept"},
		{`"written":{"created":true,"set":["k","l","m"]}`, change, "named other keys as set and kept"},
		{`"written":{"created":false,"set":["k","l"],"kept":["k"]}`, with(0, true), "named other keys as set and kept"},
		{`"written":{"created":false,"set":["k"],"kept":["l"]}`, change, "kept keys of a secret that it was to set"},
		{`"written":{"created":true,"set":["k"],"kept":["l"]}`, with(0, true), "kept keys of a secret that it was to set"},
		{`"written":{"created":true,"set":["k","l"],"removed":["x"]}`, change, "named keys as removed"},
		{`"written":{"created":true,"set":["k","l"]}`, with(providers.IfPresent, false), "made a secret that had to be there"},
		{`"written":{"created":false,"set":["k","l"]}`, with(providers.IfMissing, false), "changed a secret that had to be missing"},
		{`"written":{"set":["k","l"]}`, change, `left the member "created" out`},
		{`"written":{"created":true,"set":["k","k"]}`, change, "twice"},
		{`"written":{"created":true,"set":["k","l"],"warnings":"canary"}`, change, `wrote a member "warnings" in`},
		{`"answers":[]`, change, `left the member "written" out of its answer`},
	} {
		_, err := write(test.reply, test.change)
		wantError(t, err, providers.Unreachable, test.want)
	}
	for condition, want := range map[providers.Condition]error{
		providers.IfMissing: providers.ErrSecretExists, providers.IfPresent: providers.ErrSecretMissing,
	} {
		reason := map[error]string{providers.ErrSecretExists: "exists", providers.ErrSecretMissing: "missing"}[want]
		_, err := write(`"error":{"reason":"`+reason+`"}`, with(condition, false))
		if !errors.Is(err, want) {
			t.Errorf("the error is %v, want %v", err, want)
		}
		_, err = write(`"error":{"reason":"`+reason+`","detail":"odd"}`, change)
		wantError(t, err, providers.Reason(reason), "odd")
	}
	change.Set["big"] = providers.NewValue(strings.Repeat("x", 1<<20))
	wantError(t, replies(t, nil, pluginwire.Options{}).Vet(change), providers.Invalid, "1 MiB")
	change.Set = map[string]providers.Value{"\xff": providers.NewValue("")}
	wantError(t, replies(t, nil, pluginwire.Options{}).Vet(change), providers.Invalid, "UTF-8")
}

// A change is never sent twice: of a program that takes it and says nothing, nobody knows what it did. What it wrote to standard
// error may show values.
func TestLostWrite(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"takes a write and exits", "takes a write and hangs", "takes a write and says more"} {
		provider, pids := breaks(t, mode, pluginwire.Options{Timeout: 3e9})
		change := providers.Change{Location: "mlflow", Set: map[string]providers.Value{"k": providers.NewValue("canary")}}
		_, err := provider.Write(t.Context(), change)
		var known *providers.Error
		if !errors.As(err, &known) || known.Reason != providers.Unreachable && known.Reason != providers.Timeout ||
			strings.Contains(err.Error(), "canary") {
			t.Errorf("%s: %v", mode, err)
		}
		wantGone(t, pids)
	}
}

func init() {
	taking := func(end func()) func() {
		return func() {
			for {
				a := request()
				if a.Method == "write" {
					end()
				}
				write(answerTo(a))
			}
		}
	}
	broken["takes a write and exits"] = taking(func() {
		fmt.Fprintln(os.Stderr, "canary")
		syscall.Exit(0)
	})
	broken["takes a write and says more"] = func() {
		for {
			a := request()
			write(answerTo(a))
			if a.Method == "write" {
				time.Sleep(time.Millisecond)
				say("done\n")
			}
		}
	}
	broken["takes a write and hangs"] = taking(func() {
		fmt.Fprintln(os.Stderr, "canary")
		select {}
	})
}

// A provider with large arguments says so in place of asking.
func TestLargeArguments(t *testing.T) {
	t.Parallel()
	provider := pluginwire.Open(self("stays", nil), pluginwire.Options{Type: "stub", Name: "main",
		Arguments: map[string]any{"path": filepath.Join(t.TempDir(), strings.Repeat("x", 2<<20))}})
	_, err := asks(t.Context(), t, provider, queries)
	wantError(t, err, providers.Invalid, "the arguments of the provider's block are larger than the 1 MiB")
}
