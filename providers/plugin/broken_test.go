package plugin_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// Whatever a program does wrong, nothing that it said counts, people are told what, and no process is left.
func TestBroken(t *testing.T) {
	t.Parallel()
	for mode, want := range map[string]string{
		"present for a reason":                "contradicted itself: a secret is present, and there is a reason why not",
		"missing for a reason":                "contradicted itself: a secret is missing, for a reason by which that is not known",
		"a key present for a reason":          "contradicted itself: a key is present, and there is a reason why not",
		"a key missing for a reason":          "contradicted itself: a key is missing, for a reason by which that is not known",
		"a reason of zsv's":                   `gave the reason "interrupted", which only zsv itself gives`,
		"other version":                       "speaks version 2 of the protocol, and this zsv version 1: install versions",
		"hangs":                               "did not answer within 400ms",
		"hangs in mid-answer":                 "did not answer within 400ms",
		"hangs and heeds nothing":             "did not answer within 400ms",
		"complains for ever":                  "did not answer within 400ms; it wrote: \"still waiting / still waiting",
		"crashes at once":                     "before it answered; it wrote: \"cannot [31m be done, token ***\"; run",
		"crashes in mid-answer":               "it does not end with a newline; it wrote: \"one / two / three\"",
		"exits without an answer":             "exited with code 0 before it answered; run: zsv provider test ",
		"exits without a newline":             "exited with code 0 before its answer was whole: it does not end with a newline",
		"is killed":                           "was ended by signal 9 (killed) before it answered",
		"closes its output":                   "closed its standard output before it answered",
		"garbage":                             "wrote what is no JSON object in UTF-8: it is not JSON, at byte 1",
		"a blank line":                        "wrote what is no JSON object in UTF-8: it ends too early, at byte 1",
		"an array":                            "wrote what is JSON, but no object",
		"not UTF-8":                           "wrote what is no JSON object in UTF-8: it is not UTF-8, at byte 34",
		"a mark":                              "wrote what is no JSON object in UTF-8: it is not JSON, at byte 1",
		"two values":                          "wrote what is no JSON object in UTF-8: something follows its end, at byte 35",
		"too deep":                            "wrote what is no JSON object in UTF-8: it is nested too deeply, at byte 63",
		"a member twice":                      "wrote what is no JSON object in UTF-8: it has a member twice, at byte 35",
		"an inner member twice":               "wrote what is no JSON object in UTF-8: it has a member twice, at byte 60",
		"names in another case":               `left the member "protocol" out of its answer`,
		"no protocol":                         `left the member "protocol" out of its answer`,
		"no id":                               `left the member "id" out of its answer`,
		"another id":                          "answered with the id 7 in place of 1",
		"an id in quotes":                     `wrote a member "id" in its answer that is no number`,
		"half an id":                          `wrote a member "id" in its answer that is no whole number`,
		"no answers":                          `left the member "answers" out of its answer`,
		"answers of a kind":                   `wrote a member "answers" in its answer that is no array`,
		"a text for an answer":                `wrote something in the member "answers" that is no object`,
		"too few":                             "left the query with the id 1 unanswered: 2 queries, 1 answers",
		"too many":                            "answered a query with the id 2, which it was not asked",
		"one twice":                           "answered the query with the id 1 twice",
		"no secret":                           `left the member "secret" out of an answer`,
		"a status of its own":                 `gave a secret a status that is none of "present", "missing" and "unverified"`,
		"no reason":                           "called a secret unverified without a reason",
		"a key of its own":                    "answered for a key that it was not asked for",
		"a key left out":                      `left the key "password" of a present secret unanswered`,
		"keys left out":                       `left the key "password" of a present secret unanswered`,
		"keys in a list":                      `wrote a member "keys" in an answer that is no object`,
		"a key's status":                      `gave a key a status that is none of "present", "missing" and "unverified"`,
		"a key's number":                      "gave a key neither a status nor an object",
		"a key without a status":              `left the member "status" out of what it says of a key`,
		"a key without a reason":              "called a key unverified without a reason",
		"a key without its secret":            `contradicted itself: the key "password" is present, its secret is missing`,
		"a reason in words":                   "gave a reason in an answer that is no word in lower case",
		"names that are none":                 `wrote something in the member "available" of an answer that is no string`,
		"fewer than no values":                `wrote a member "values_read" in an answer that counts to -1`,
		"endless requests":                    `wrote a member "requests" in its answer that is no whole number`,
		"an error with answers":               `gave an error and an answer in one: "answers"`,
		"an error without a reason":           "gave an error without a reason",
		"an error in words":                   `wrote a member "error" in its answer that is no object`,
		"floods":                              "wrote more than 16 MiB for one answer",
		"floods in one string":                "wrote more than 16 MiB for one answer",
		"speaks first":                        "wrote ",
		"answers twice over":                  "wrote something that it was not asked for",
		"says more":                           "wrote something that it was not asked for",
		"leaves a child behind":               "exited with code 0 before it answered",
		"leaves a child behind in mid-answer": "exited with code 0 before its answer was whole",
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			options := pluginwire.Options{}
			reason := providers.Plugin
			if strings.Contains(want, "400ms") {
				options.Timeout, reason = 400*time.Millisecond, providers.Timeout
			}
			provider, pids := breaks(t, mode, options)
			for range 2 { // It stays broken, and is not started again.
				wantBroken(t, provider, reason, want)
			}
			wantGone(t, pids)
		})
	}
}

// breaks returns a provider whose program behaves as a mode says, over a store with a secret, and the file for the numbers of its
// processes.
func breaks(t *testing.T, mode string, options pluginwire.Options) (provider *pluginwire.Provider, pids string) {
	t.Helper()
	dir := t.TempDir()
	path, pids := filepath.Join(dir, "store.json"), filepath.Join(dir, "pids")
	fill(t, path, providertest.Store{"mlflow": {"password": "a"}})
	program := self(mode, slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelDebug - 4})))
	program.Environ = append(program.Environ, stubPids+"="+pids)
	options.Type, options.Name, options.Arguments = "stub", "main", map[string]any{"path": path}
	provider = pluginwire.Open(program, options)
	t.Cleanup(func() { _ = provider.Close() })
	return provider, pids
}

// queries are for what the store has, and what it has not.
var queries = []providers.Query{{Location: "slack", Keys: []string{"token"}}, {Location: "mlflow", Keys: []string{"password"}}}

// asks asks for queries, and fails where some are answered and some are not.
func asks(ctx context.Context, t *testing.T, provider *pluginwire.Provider, queries []providers.Query) ([]providers.Answer, error) {
	t.Helper()
	answers, n := make([]providers.Answer, len(queries)), 0
	err := provider.Check(ctx, providers.SecretAndKeyExists, queries, func(i int, a providers.Answer) {
		answers[i] = a
		n++
	})
	if err == nil && n != len(queries) || err != nil && n != 0 {
		t.Errorf("of %d queries %d were answered, beside the error %v", len(queries), n, err)
	}
	return answers, err
}

func wantBroken(t *testing.T, provider *pluginwire.Provider, reason providers.Reason, want string) {
	t.Helper()
	_, err := asks(t.Context(), t, provider, queries)
	wantError(t, err, reason, want)
	if !strings.Contains(err.Error(), "run: zsv provider test ") {
		t.Errorf("it is not said what to do: %v", err)
	}
}

func wantError(t *testing.T, err error, reason providers.Reason, want string) {
	t.Helper()
	var known *providers.Error
	if !errors.As(err, &known) || known.Reason != reason || !strings.Contains(known.Detail, want) {
		t.Fatalf("the error is %v, want the reason %s and %q", err, reason, want)
	}
	if strings.ContainsAny(known.Detail, "\n\r\x1b\u202e") || strings.Contains(known.Detail, "not-a-real-token") {
		t.Errorf("the detail shows what it must not: %q", known.Detail)
	}
}

// wantGone demands that all processes have ended whose numbers are in a file, if there is one.
func wantGone(t *testing.T, pids string) {
	t.Helper()
	text, _ := os.ReadFile(pids)
	for _, pid := range strings.Fields(string(text)) {
		for deadline := time.Now().Add(time.Minute); isRunning(t, pid); time.Sleep(5 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("the process %s is left", pid)
			}
		}
	}
}

// What a program does that is unusual and allowed changes nothing.
func TestUnusual(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"stays", "answers once", "answers three times", "complains and answers", "refuses to die",
		"answers slowly", "leaves a child behind and answers"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			provider, pids := breaks(t, mode, pluginwire.Options{})
			for range 3 {
				answers, err := asks(t.Context(), t, provider, queries)
				if err != nil {
					t.Fatal(err)
				}
				if answers[0].Secret != providers.Missing || answers[1].Secret != providers.Present ||
					answers[1].Keys["password"].Status != providers.Present {
					t.Errorf("the answers are %+v", answers)
				}
			}
			if n := provider.Requests(); n != 3 {
				t.Errorf("it counts %d requests", n)
			}
			_ = provider.Close()
			wantGone(t, pids)
		})
	}
}

// What the program itself gives as the reason goes for all that was asked, and does not break anything.
func TestFails(t *testing.T) {
	t.Parallel()
	provider, _ := breaks(t, "fails", pluginwire.Options{})
	for range 2 {
		answers, err := asks(t.Context(), t, provider, queries)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range answers {
			if a.Secret != providers.Unverified || a.Reason != providers.Unauthenticated || a.Detail != "log in: stub login" {
				t.Errorf("the answer is %+v", a)
			}
		}
	}
}

// Many queries are asked in several requests. What goes wrong in the last makes all of them worthless.
func TestBatches(t *testing.T) {
	t.Parallel()
	var many []providers.Query
	for i := range 2500 {
		many = append(many, providers.Query{Location: fmt.Sprintf("%s-%d", strings.Repeat("s", 500), i), Keys: []string{"k"}})
	}
	many[2400].Location = "mlflow"
	many[7].Keys = []string{"\xff"}
	many[8].Location = strings.Repeat("x", 2<<20)
	provider, _ := breaks(t, "stays", pluginwire.Options{})
	answers, err := asks(t.Context(), t, provider, many)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range answers {
		want := providers.Answer{Secret: providers.Missing}
		switch i {
		case 2400:
			want.Secret = providers.Present
		case 7, 8:
			want = providers.Answer{Reason: providers.Invalid}
		}
		if a.Secret != want.Secret || a.Reason != want.Reason {
			t.Errorf("the answer to query %d is %s (%s: %s)", i, a.Secret, a.Reason, a.Detail)
		}
	}
	if n := provider.Requests(); n != 3 {
		t.Errorf("it took %d requests", n)
	}
	for mode, want := range map[string]string{
		"crashes the second time": "exited with code 1 before it answered",
		"lies the second time":    "answered with the id 1 in place of 2",
	} {
		provider, pids := breaks(t, mode, pluginwire.Options{})
		_, err := asks(t.Context(), t, provider, many)
		wantError(t, err, providers.Plugin, want)
		wantGone(t, pids)
	}
}

// A program that does not read what it is asked does not hold zsv up, however much that is.
func TestUnread(t *testing.T) {
	t.Parallel()
	large := []providers.Query{{Location: strings.Repeat("x", 1<<20-1000)}}
	for mode, want := range map[string]string{
		"hangs":           "did not answer within 400ms",
		"crashes at once": "exited with code 3 before it answered",
		"answers unread":  "answered before it had read the request",
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			options, reason := pluginwire.Options{}, providers.Plugin
			if mode == "hangs" {
				options.Timeout, reason = 400*time.Millisecond, providers.Timeout
			}
			provider, pids := breaks(t, mode, options)
			_, err := asks(t.Context(), t, provider, large)
			wantError(t, err, reason, want)
			wantGone(t, pids)
		})
	}
}

// An interrupt ends the wait and the process; the next question is put to another one.
func TestInterrupted(t *testing.T) {
	t.Parallel()
	provider, pids := breaks(t, "hangs in mid-answer", pluginwire.Options{})
	for range 2 {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(200*time.Millisecond, cancel)
		if _, err := asks(ctx, t, provider, queries); !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
		wantGone(t, pids)
	}
}

// Close ends what is under way, and is no fault of the program's.
func TestClosed(t *testing.T) {
	t.Parallel()
	provider, pids := breaks(t, "hangs and heeds nothing", pluginwire.Options{})
	time.AfterFunc(200*time.Millisecond, func() { _ = provider.Close() })
	_, err := asks(t.Context(), t, provider, queries)
	wantError(t, err, providers.Interrupted, "the run ended")
	wantGone(t, pids)
}

// A program that the end of the whole run's time ends is named, with what to do.
func TestTimeOfTheRun(t *testing.T) {
	t.Parallel()
	provider, pids := breaks(t, "hangs", pluginwire.Options{})
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := asks(ctx, t, provider, queries)
	wantError(t, err, providers.Timeout, "did not answer before the time of the whole run was over; raise --timeout, or run: zsv provider test ")
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error is %v", err)
	}
	wantGone(t, pids)
}
