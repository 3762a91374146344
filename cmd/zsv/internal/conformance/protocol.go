package conformance

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// A trial is one case.
type trial struct {
	name, demand, advice string
	run                  func(b *bench)
	// needed says that other cases need what this one learns; mutes, that without it there is nothing to judge.
	needed, mutes bool
}

// protocolTrials are those that need no store: what they ask for is not there.
var protocolTrials = []trial{
	{
		name: "an answer", needed: true, mutes: true, run: (*bench).anAnswer,
		demand: "It answers a request with one JSON object on one line, with the version and the id of the request.",
		advice: "read a line from standard input, write a line to standard output, and flush it",
	},
	{
		name: "hello", needed: true, run: (*bench).hello,
		demand: "It says what it can do, or answers hello with an error of the reason unsupported.",
		advice: `answer with "hello": {"name", "version", "capabilities", "addresses", "paths"}, or with an error`,
	},
	{
		name: "members that it does not know", run: (*bench).unknownMembers,
		demand: "What a request has beyond version 1 changes nothing.",
		advice: "take the members that you know out of a request, and ignore the rest",
	},
	{
		name: "a method that it does not know", run: (*bench).unknownMethod,
		demand: "A method that it does not know is answered with an error of the reason unsupported.",
		advice: `answer any other method with "error": {"reason": "unsupported", "detail": "…"}`,
	},
	{
		name: "another version of the protocol", run: (*bench).otherVersion,
		demand: "A request in another version of the protocol is answered, in version 1, with an error.",
		advice: `look at "protocol" first, and answer what is not 1 with "error": {"reason": "unsupported", "detail": "…"}`,
	},
	{
		name: "a request in two pieces", run: (*bench).pieces,
		demand: "A request is what stands before a newline, in however many pieces it comes.",
		advice: "read up to the newline, not what one read gives",
	},
	{
		name: "no queries", run: (*bench).noQueries,
		demand: "A check without queries gets no answers, or an error.",
		advice: `answer with "answers": []`,
	},
	{
		name: "a secret that nobody has", run: (*bench).nobodys,
		demand: "A secret of a random name is not present, at either level, with keys or without.",
		advice: "say present only of what the store itself confirmed by its exact name",
	},
	{
		name: "odd names", run: (*bench).oddNames,
		demand: "Each query has an answer, whatever its names: none, blanks, quotes, line breaks, \"..\", 64 KB, any script.",
		advice: "answer with missing, or with unverified and the reason invalid, for a name that the store cannot hold",
	},
	{
		name: "a thousand queries", run: (*bench).thousand,
		demand: "A thousand queries have an answer each, in one request.",
		advice: `loop over "queries", and answer each with its "id"`,
	},
	{
		name: "one request after the other", run: (*bench).again,
		demand: "It answers further requests as it answered the first, or exits after an answer and does so when started anew.",
		advice: "keep nothing from one request that changes the answer to the next, and do not exit before an answer is whole",
	},
	{
		name: "nothing but answers", run: (*bench).nothingElse,
		demand: "It writes nothing to standard output but one line for each request.",
		advice: "write what is for people to standard error; libraries that print need their output redirected",
	},
	{
		name: "the end of its input", run: (*bench).endOfInput,
		demand: "It exits when its standard input ends, before a request and after one.",
		advice: "leave the loop when reading gives nothing",
	},
	{
		name: "no credential shown", run: (*bench).credentials,
		demand: "What is in its environment appears neither in an answer nor on standard error.",
		advice: "print neither the environment nor the text of exceptions, which may hold what was sent",
	},
	{
		name: "addresses that nobody trusts", run: (*bench).untrustedAddresses,
		demand: "An address in an argument that is not among the trusted ones is not contacted: the reason is untrusted.",
		advice: "compare scheme, host and port with those in trusted.addresses before anything is sent; zsv_provider.Address does it",
	},
	{
		name: "a trusted address", run: (*bench).trustedAddress,
		demand: "A trusted address is not called untrusted, a redirect elsewhere is not followed, and a failure is not an answer.",
		advice: "compare addresses by scheme, host and port, and follow no redirects to others",
	},
	{
		name: "paths that nobody trusts", run: (*bench).untrustedPaths,
		demand: "A path in an argument that lies outside of the trusted ones, by itself or by a link, is not opened: untrusted.",
		advice: "follow all links first, then compare with trusted.paths; zsv_provider's pathlib.Path arguments do it",
	},
}

// anAnswer asks what every program can answer, be it with an error.
func (b *bench) anAnswer() {
	answer := b.talk().ask(b.request("check", asking(random())))
	if answer["answers"] == nil && answer["error"] == nil {
		b.Errorf(`its answer to check has neither "answers" nor "error"`)
	}
}

func (b *bench) hello() {
	hello, err := b.open(nil).Hello(b.ctx)
	if err != nil {
		b.Fatalf("%s", detailOf(err))
	}
	b.judge.hello = &hello
	known := []string{"hello", "check", "keys", "fetch", "list", "write"}
	for _, capability := range hello.Capabilities {
		if !slices.Contains(known, capability) {
			b.note("it says that it can %q, which no method is called in version 1", capability)
		}
	}
	if !hello.Can("check") {
		b.Errorf("it says hello without check, so zsv asks it nothing")
	}
}

// future is what a later version might add to anything.
var future = members{"": "", "x": nil, "since_version_2": members{"deep": []any{1, "two", 3.5, true, members{}}}}

func (b *bench) unknownMembers() {
	request := b.request("check", asking(random()))
	added := b.request("check", asking(random()))
	for name, value := range future {
		added[name] = value
		for _, part := range []string{"provider", "trusted"} {
			added[part].(members)[name] = value
		}
		added["queries"].([]members)[0][name] = value
	}
	before, after := b.talk().ask(request), b.talk().ask(added)
	b.hear(reason(before) == "", explanation(before))
	if (before["error"] == nil) != (after["error"] == nil) {
		b.Errorf("with members of a later version the answer is %s, without %s", outline(after), outline(before))
	}
}

func (b *bench) unknownMethod() {
	answer := b.talk().ask(b.request("zsv_test_of_an_unknown_method", asking(random())))
	if got := reason(answer); got != string(providers.Unsupported) {
		b.Errorf("its answer is %s, in place of an error of the reason unsupported", outline(answer))
	}
}

func (b *bench) otherVersion() {
	for _, version := range []any{2, 0} {
		answer := b.talk().ask(b.request("check", merged(asking(random()), members{"protocol": version})))
		if answer["error"] == nil {
			b.Errorf("its answer in version %v is %s, in place of an error", version, outline(answer))
		}
	}
}

func (b *bench) pieces() {
	t, request := b.talk(), b.request("check", asking(random()))
	line, err := json.Marshal(request)
	if err != nil {
		b.Fatalf("there is no such request: %v", err)
	}
	line = append(line, '\n')
	t.answerTo(request, func(ctx context.Context) {
		for _, piece := range [][]byte{line[:1], line[1 : len(line)/2], line[len(line)/2 : len(line)-1], line[len(line)-1:]} {
			_ = t.process.Send(ctx, piece)
			time.Sleep(30 * time.Millisecond) // so that one read does not get two
		}
	})
}

func (b *bench) noQueries() {
	answer := b.talk().ask(b.request("check", members{"level": "SECRET_AND_KEY_EXISTS", "queries": []any{}}))
	answers, isList := answer["answers"].([]any)
	if answer["error"] == nil && (!isList || len(answers) > 0) {
		b.Errorf("its answer is %s, in place of no answers", outline(answer))
	}
}

// settled is how long is waited for what comes unasked. It is no measure of speed.
const settled = 200 * time.Millisecond

func (b *bench) nothingElse() {
	if t := b.talk(); t.process.Unasked(settled) {
		b.Errorf("wrote something before there was a request")
	}
	for _, method := range []string{"hello", "check", "zsv_test_of_an_unknown_method"} {
		t := b.talk()
		t.ask(b.request(method, asking(random(), random())))
		if t.process.Unasked(settled) {
			b.Errorf("wrote something after its answer to %s", method)
		}
	}
}

const (
	// killed is how long zsv waits for a process to exit before it kills it.
	killed = 500 * time.Millisecond
	// soon is how long is waited for that here.
	soon = 5 * time.Second
)

func (b *bench) endOfInput() {
	unasked, asked := b.talk(), b.talk()
	asked.ask(b.request("check", asking(random())))
	for _, end := range []struct {
		when string
		t    *talk
	}{{"before a request", unasked}, {"after an answer", asked}} {
		began := time.Now()
		end.t.process.CloseInput()
		select {
		case <-end.t.process.Exited():
			if time.Since(began) > killed {
				b.note("it takes more than half a second to exit when its standard input has ended, so zsv kills it, and says so")
			}
		case <-time.After(soon):
			b.Errorf("runs on when its standard input has ended %s", end.when)
		}
	}
}

// random returns a name that no store has.
func random() string { return "zsv-test-" + strings.ToLower(rand.Text()) }

// outline says what an answer is, without what is in it.
func outline(answer object) string {
	if reason := reason(answer); reason != "" {
		return fmt.Sprintf("an error of the reason %s", reason)
	}
	for _, name := range []string{"answers", "hello", "secrets", "written", "error"} {
		if given, ok := answer[name]; ok {
			if list, isList := given.([]any); isList {
				return fmt.Sprintf("%q with %d elements", name, len(list))
			}
			return fmt.Sprintf("%q", name)
		}
	}
	return "an object without an answer"
}
