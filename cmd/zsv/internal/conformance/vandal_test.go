package conformance_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/providers/providertest"
)

func contextOf(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}

// A vandal is a program that does one thing in a way of its own; by is the case that must catch it, finding words of what is
// seen.
type vandal struct {
	name, by, finding string
	filler            string
	isLate            bool

	start  func(w world)
	line   func(w world, line []byte) (answered bool)
	answer func(request, answer object)
	after  func(w world)
	end    func()
}

// asked says whether a request is a whole one, of a method.
func asked(request object, method string) bool {
	return request["method"] == method && request["protocol"] == 1.0
}

// all changes all answers to queries of a check.
func all(change func(query int, answer object)) func(request, answer object) {
	return func(request, answer object) {
		answers, _ := answer["answers"].([]object)
		for i := range answers {
			if asked(request, "check") {
				change(i, answers[i])
			}
		}
	}
}

// claiming answers everything of check that an error was the answer to.
func claiming(status string) func(request, answer object) {
	return func(request, answer object) {
		if !asked(request, "check") {
			return
		}
		delete(answer, "error")
		answers := []object{}
		for i, given := range request["queries"].([]any) {
			keys := object{}
			names, _ := given.(object)["keys"].([]any)
			for _, key := range names {
				keys[key.(string)] = status
			}
			one := object{"id": i, "secret": status}
			if status == "present" && request["level"] == "SECRET_AND_KEY_EXISTS" {
				one["keys"] = keys
			}
			answers = append(answers, one)
		}
		answer["answers"] = answers
	}
}

var vandals = []vandal{
	{name: "says nothing", by: "an answer", finding: "did not answer within", isLate: true,
		line: func(world, []byte) bool { return true }},
	{name: "exits", by: "an answer", finding: "before it answered; it wrote to standard error: out of order",
		line: func(w world, _ []byte) bool { _, _ = fmt.Fprintln(w.stderr, "out of order"); os.Exit(3); return true }},
	{name: "ends without a newline", by: "an answer", finding: "does not end with a newline",
		line: func(w world, _ []byte) bool { _, _ = io.WriteString(w.out, "{}"); os.Exit(0); return true }},
	{name: "writes no JSON", by: "an answer", finding: "no JSON object: Connected.",
		line: func(w world, _ []byte) bool { _, _ = fmt.Fprintln(w.out, "Connected."); return true }},
	{name: "has a member twice", by: "an answer", finding: "of which something would be lost (it has a member twice, at byte",
		line: func(w world, _ []byte) bool {
			_, _ = fmt.Fprintln(w.out, `{"protocol":1,"id":1,"id":1,"answers":[]}`)
			return true
		}},
	{name: "answers with another id", by: "an answer", finding: "its answer has id 7 in place of 1",
		answer: func(_, answer object) { answer["id"] = 7 }},
	{name: "speaks another version", by: "an answer", finding: "its answer has protocol 2 in place of 1",
		answer: func(_, answer object) { answer["protocol"] = 2 }},
	{name: "says neither", by: "an answer", finding: `neither "answers" nor "error"`,
		answer: func(_, answer object) { delete(answer, "answers"); delete(answer, "error") }},
	{name: "cannot check", by: "hello", finding: "without check",
		answer: func(request, answer object) {
			if asked(request, "hello") {
				answer["hello"].(object)["capabilities"] = []string{"fetch"}
			}
		}},
	{name: "says hello by halves", by: "hello", finding: "capabilities",
		answer: func(request, answer object) {
			if asked(request, "hello") {
				answer["hello"] = object{"name": "x"}
			}
		}},
	{name: "is strict", by: "members that it does not know", filler: "well",
		finding: `with members of a later version the answer is`,
		answer: func(request, answer object) {
			if _, ok := request["since_version_2"]; ok {
				delete(answer, "answers")
				answer["error"] = object{"reason": "invalid", "detail": "unknown member"}
			}
		}},
	{name: "crashes at methods", by: "a method that it does not know", finding: "before it answered",
		line: func(_ world, line []byte) bool {
			if bytes.Contains(line, []byte("unknown_method")) {
				os.Exit(1)
			}
			return false
		}},
	{name: "takes any method for check", by: "a method that it does not know", finding: `"answers" with`,
		answer: func(request, answer object) {
			if asked(request, "zsv_test_of_an_unknown_method") {
				delete(answer, "error")
				answer["answers"] = []object{}
			}
		}},
	{name: "takes any version", by: "another version of the protocol", finding: "in place of an error",
		answer: func(request, answer object) {
			if request["protocol"] != 1.0 {
				delete(answer, "error")
				answer["answers"] = []object{}
			}
		}},
	{name: "reads in pieces", by: "a request in two pieces", finding: "did not answer within", isLate: true,
		start: func(w world) {
			piece := make([]byte, 1<<20)
			for {
				n, err := os.Stdin.Read(piece)
				if err != nil {
					return
				}
				if bytes.HasPrefix(piece[:n], []byte("{")) && bytes.HasSuffix(piece[:n], []byte("}\n")) {
					_, _ = fmt.Fprintln(w.out, `{"protocol": 1, "id": 1, "error": {"reason": "denied"}}`)
				}
			}
		}},
	{name: "fails without queries", by: "no queries", finding: "in place of no answers",
		answer: func(request, answer object) {
			if queries, _ := request["queries"].([]any); asked(request, "check") && len(queries) == 0 {
				delete(answer, "error")
				answer["answers"] = nil
			}
		}},
	{name: "sees all", by: "a secret that nobody has", finding: "is present at SECRET_EXISTS", answer: claiming("present")},
	{name: "cannot see names with quotes", by: "odd names", finding: "left",
		answer: func(request, answer object) {
			claiming("missing")(request, answer)
			answers, _ := answer["answers"].([]object)
			for i := range answers {
				location, _ := request["queries"].([]any)[i].(object)["location"].(string)
				if strings.Contains(location, `"`) {
					answer["answers"] = append(answers[:i:i], answers[i+1:]...)
					return
				}
			}
		}},
	{name: "sees the parent", by: "odd names", finding: `the secret ".." is present`,
		answer: func(request, answer object) {
			claiming("missing")(request, answer)
			answers, _ := answer["answers"].([]object)
			for i := range answers {
				if request["queries"].([]any)[i].(object)["location"] == ".." && request["level"] == "SECRET_EXISTS" {
					answers[i]["secret"] = "present"
				}
			}
		}},
	{name: "is tired", by: "a thousand queries", finding: "left",
		answer: func(request, answer object) {
			claiming("missing")(request, answer)
			if answers, _ := answer["answers"].([]object); len(answers) > 100 {
				answer["answers"] = answers[:100]
			}
		}},
	{name: "changes its mind", by: "one request after the other", finding: "another answer than the first",
		answer: func(request, answer object) {
			claiming("missing")(request, answer)
			if id, _ := request["id"].(float64); id > 1 {
				delete(answer, "answers")
				answer["error"] = object{"reason": "denied"}
			}
		}},
	{name: "greets", by: "an answer", finding: "no JSON object: Welcome!",
		start: func(w world) { _, _ = fmt.Fprintln(w.out, "Welcome!") }},
	{name: "says goodbye", by: "nothing but answers", finding: "after its answer to",
		after: func(w world) { _, _ = fmt.Fprintln(w.out, "Done.") }},
	{name: "stays", by: "the end of its input", finding: "runs on when its standard input has ended",
		end: func() { time.Sleep(time.Hour) }},
	{name: "shows its environment", by: "no credential shown", finding: "standard error shows a credential",
		start: func(w world) { _, _ = fmt.Fprintln(w.stderr, os.Environ()) }},
	{name: "answers with its token", by: "no credential shown", finding: "shows a credential of the environment",
		answer: func(_, answer object) { answer["note"] = os.Getenv("TEST_TOKEN") }},
	{name: "goes anywhere", by: "addresses that nobody trusts", finding: "that is contacted",
		answer: func(request, _ object) {
			if host := hostOf(request); host != "" {
				_ = contact(host, nil, false)
			}
		}},
	{name: "fetches from anywhere", by: "addresses that nobody trusts", finding: "that is contacted for fetch",
		answer: func(request, _ object) {
			if host := hostOf(request); host != "" && asked(request, "fetch") {
				_ = contact(host, nil, false)
			}
		}},
	{name: "lists what nobody trusts", by: "addresses that nobody trusts", finding: "the answer to list is listed, in place of",
		answer: func(request, answer object) {
			if hostOf(request) != "" && asked(request, "list") {
				delete(answer, "error")
				answer["secrets"] = []string{}
			}
		}},
	{name: "keeps still about trust", by: "addresses that nobody trusts", finding: "in place of unverified for the reason untrusted",
		answer: func(request, answer object) {
			if hostOf(request) != "" {
				claiming("missing")(request, answer)
			}
		}},
	{name: "follows", by: "a trusted address", finding: "the other one is contacted",
		answer: func(request, _ object) {
			if host := hostOf(request); strings.HasPrefix(host, "http:") {
				_ = contact(host, nil, false)
			}
		}},
	{name: "takes failures for answers", by: "a trusted address", finding: "is missing, in place of unverified",
		answer: func(request, answer object) {
			if hostOf(request) != "" {
				claiming("missing")(request, answer)
			}
		}},
	{name: "reads anything", by: "paths that nobody trusts", finding: "with path set to", answer: claiming("missing")},
	{name: "reads what git keeps", by: "paths that nobody trusts", finding: "git's own directory, .git, the answer to keys is missing",
		answer: func(request, answer object) {
			block, _ := request["provider"].(object)
			arguments, _ := block["arguments"].(object)
			if path, _ := arguments["path"].(string); strings.Contains(path, ".git") && asked(request, "keys") {
				delete(answer, "error")
				answer["answers"] = []object{{"id": 0, "secret": "missing"}}
			}
		}},
	{name: "prints what it reads", by: "values in answers to fetch alone", filler: "well",
		finding: "standard error shows a value after a check",
		line: func(w world, line []byte) bool {
			if bytes.Contains(line, []byte(`"check"`)) {
				_, _ = fmt.Fprintln(w.stderr, "read "+providertest.Canary)
			}
			return false
		}},
	{name: "tells other values", by: "values in answers to fetch alone", filler: "well",
		finding: "the answer to a fetch of a missing key shows a value",
		answer: func(request, answer object) {
			answers, _ := answer["answers"].([]object)
			for i := range answers {
				if asked(request, "fetch") {
					answers[i]["detail"] = "beside " + providertest.Canary
				}
			}
		}},
	{name: "forgets what is forbidden", by: "no values where they must not be read", finding: "forbids", filler: "well",
		answer: all(func(_ int, answer object) { answer["values_read"] = 2 })},
	{name: "leaves keys out", by: "a present secret and key", finding: "left", filler: "well",
		answer: all(func(_ int, answer object) { delete(answer, "keys") })},
	{name: "finds what begins so", by: "a missing secret", finding: `is present`, filler: "well", answer: claiming("present")},
	{name: "lists nothing", by: "secrets listed", finding: "the list of secrets is", filler: "well",
		answer: func(request, answer object) {
			if asked(request, "list") {
				answer["secrets"] = []string{}
			}
		}},
	{name: "cannot be filled", by: "a store to fill", finding: "did not write", filler: "garbage"},
}

// boaster knows a method that version 1 does not have.
var boaster = vandal{name: "boasts", answer: func(request, answer object) {
	if asked(request, "hello") {
		answer["hello"].(object)["capabilities"] = []string{"check", "conquer"}
	}
}}

// braggart shows its credentials, in what is no answer and on standard error.
var braggart = vandal{name: "brags", line: func(w world, _ []byte) bool {
	_, _ = fmt.Fprintln(w.stderr, "no access for "+os.Getenv("TEST_TOKEN"))
	_, _ = fmt.Fprintln(w.out, strings.Repeat("x", 190)+" "+os.Getenv("TEST_TOKEN"))
	return true
}}

// leaver says its credentials, and exits.
var leaver = vandal{name: "leaves", line: func(w world, _ []byte) bool {
	_, _ = fmt.Fprintln(w.stderr, "no access for "+os.Getenv("TEST_TOKEN"))
	os.Exit(3)
	return true
}}

// denier answers nothing.
var denier = vandal{name: "denies", answer: func(request, answer object) {
	if asked(request, "check") {
		delete(answer, "answers")
		answer["error"] = object{"reason": "denied", "detail": "nobody may see " + fmt.Sprint(request["queries"])}
	}
}}

// sloth takes its time to exit.
var sloth = vandal{name: "is slow to exit", end: func() { time.Sleep(time.Second) }}

// rover contacts whatever the argument hosts says.
var rover = vandal{name: "roves", answer: func(request, _ object) {
	block, _ := request["provider"].(object)
	arguments, _ := block["arguments"].(object)
	for _, host := range texts(arguments["hosts"]) {
		_ = contact(host, nil, false)
	}
}}

func hostOf(request object) string {
	block, _ := request["provider"].(object)
	arguments, _ := block["arguments"].(object)
	host, _ := arguments["host"].(string)
	return host
}
