package conformance

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// A disclosure is a request over a store with values, after which its answer and standard error are looked at.
type disclosure struct {
	what, method string
	more         members
	// isAsked says that the answer has values where they belong.
	isAsked bool
}

// disclosures are requests of all methods, to which the answer is one with values, one without, or no.
func disclosures(location string) []disclosure {
	query := func(keys ...string) []members { return []members{{"id": 0, "location": location, "keys": keys}} }
	change := func(condition string) members {
		set := members{"password": providertest.Canary + "-new", "token": providertest.Canary + "-token"}
		return members{"change": members{"location": location, "set": set, "remove": []string{}, "condition": condition, "keep": false}}
	}
	return []disclosure{
		{what: "a check", method: "check", more: members{"level": "SECRET_AND_KEY_EXISTS", "queries": query("password", "token")}},
		{what: "a check of a secret", method: "check", more: members{"level": "SECRET_EXISTS", "queries": query()}},
		{what: "a question for keys", method: "keys", more: members{"queries": []members{{"id": 0, "location": location}}}},
		{what: "a fetch", method: "fetch", more: members{"queries": query("password")}, isAsked: true},
		{what: "a fetch of a missing key", method: "fetch", more: members{"queries": query("token")}},
		{what: "a list", method: "list", more: members{"prefix": ""}},
		{what: "a write whose condition does not hold", method: "write", more: change("if_missing")},
		{what: "a write", method: "write", more: change("always")},
		{what: "a write that makes no sense", method: "write", more: change("zsv_test")},
	}
}

func (b *bench) showsNoValue() {
	b.needStore()
	held := map[string]string{"password": providertest.Canary + "-password", "username": providertest.Canary + "-username"}
	program, adjust := b.over(b.fill(providertest.Store{"mlflow": held}))
	options := b.judge.candidate.Options
	adjust(&options)
	for _, d := range disclosures(options.Prefix + "mlflow") {
		if d.method == "check" || b.judge.hello != nil && b.judge.hello.Can(d.method) {
			b.disclose(d, program, options)
		}
	}
}

// disclose has a process of its own answer one request.
func (b *bench) disclose(d disclosure, program pluginwire.Program, options pluginwire.Options) {
	t := b.talkWith(program)
	answer := t.exchange(requestBy(options, d.method, d.more))
	if d.isAsked {
		answer = withoutPasswords(answer)
	}
	if shows(answer) {
		b.Errorf("the answer to %s shows a value where none belongs", d.what)
	}
	t.process.CloseInput()
	t.process.Kill()
	if providertest.ShowsValue(t.process.Stderr()) {
		b.Errorf("standard error shows a value after %s", d.what)
	}
}

// exchange returns the answer to a request. What is no answer ends the case.
func (t *talk) exchange(request members) object {
	ctx, cancel := context.WithTimeout(t.ctx, t.patience())
	defer cancel()
	line, _ := json.Marshal(request)
	parallel.Go(func() { _ = t.process.Send(ctx, append(line, '\n')) })
	written, err := t.process.Receive(ctx)
	if err != nil {
		t.Fatalf("did not answer a request of the method %v", request["method"])
	}
	return t.read(request, written)
}

// shows says whether an answer shows a value, however its text is escaped.
func shows(answer object) bool {
	text, _ := json.Marshal(answer)
	return providertest.ShowsValue(string(text))
}

// withoutPasswords returns an answer to fetch without the values that were asked for.
func withoutPasswords(answer object) object {
	answer = maps.Clone(answer)
	answers, _ := answer["answers"].([]any)
	answers = slices.Clone(answers)
	for i, one := range answers {
		if query, ok := one.(object); ok {
			query = maps.Clone(query)
			if values, ok := query["values"].(object); ok {
				values = maps.Clone(values)
				delete(values, "password")
				query["values"] = values
			}
			answers[i] = query
		}
	}
	answer["answers"] = answers
	return answer
}
