package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"strings"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// A members is a request, or a part of one, as JSON has it.
type members = map[string]any

// An object is an answer, or a part of one.
type object = strictjson.Object

// request returns a whole request for a method, with more members, or others, on top.
func (b *bench) request(method string, more members) members {
	return requestBy(b.judge.candidate.Options, method, more)
}

func requestBy(o pluginwire.Options, method string, more members) members {
	arguments := o.Arguments
	if arguments == nil {
		arguments = members{}
	}
	all := members{
		"protocol": pluginwire.Version, "id": 1, "method": method,
		"provider":  members{"type": o.Type, "name": o.Name, "arguments": arguments},
		"trusted":   members{"addresses": orNone(o.Trusted.Addresses), "paths": orNone(o.Trusted.Paths)},
		"directory": o.Directory, "timeout": o.Timeout.Seconds(), "read_values": "fallback",
	}
	maps.Copy(all, more)
	return all
}

func orNone(texts []string) []string { return append([]string{}, texts...) }

// asking returns the members that make a check of a request, for queries of these locations.
func asking(locations ...string) members {
	queries := []members{}
	for i, location := range locations {
		queries = append(queries, members{"id": i, "location": location, "keys": []string{"password"}})
	}
	return members{"level": "SECRET_AND_KEY_EXISTS", "queries": queries}
}

// A talk is a conversation with one process, without what a provider makes of it.
type talk struct {
	*bench
	program pluginwire.Program
	process *pluginwire.Process
}

// talk starts a process that ends with the case.
func (b *bench) talk() *talk { return b.talkWith(b.judge.candidate.Program) }

func (b *bench) talkWith(program pluginwire.Program) *talk {
	process, err := program.Start(b.ctx)
	if err != nil {
		b.advise("make it a program that this system runs by its path: zsv starts it without a shell")
		b.Fatalf("cannot be executed: %s", pluginwire.WhyNot(err))
	}
	b.Cleanup(func() {
		process.Kill()
		select {
		case <-process.Exited():
		case <-time.After(soon):
		}
	})
	return &talk{b, program, process}
}

// ask sends a request and returns the answer to it.
func (t *talk) ask(request members) object {
	line, err := json.Marshal(request)
	if err != nil {
		t.Fatalf("there is no such request: %v", err)
	}
	return t.answerTo(request, func(ctx context.Context) { _ = t.process.Send(ctx, append(line, '\n')) })
}

// answerTo returns the answer to a request that send sends, which goes on while it is waited for.
func (t *talk) answerTo(request members, send func(context.Context)) object {
	ctx, cancel := context.WithTimeout(t.ctx, t.patience())
	defer cancel()
	parallel.Go(func() { send(ctx) })
	text, err := t.process.Receive(ctx)
	switch {
	case errors.Is(err, io.EOF) && len(text) > 0:
		t.Fatalf("its answer does not end with a newline: %s", t.shown(text))
	case errors.Is(err, io.EOF):
		t.Fatalf("exited, or closed its standard output, before it answered%s", t.wrote())
	case err != nil && ctx.Err() != nil:
		t.Fatalf("did not answer within %s%s", t.patience(), t.wrote())
	case err != nil:
		t.Fatalf("its answer cannot be read: %v", err)
	}
	return t.read(request, text)
}

// patience is how long is waited for one answer.
func (t *talk) patience() time.Duration { return t.judge.candidate.Options.Timeout }

// deepest is how deep an answer may be nested.
const deepest = 32

// read reads an answer as strictly as zsv does.
func (t *talk) read(request members, text []byte) object {
	value, err := strictjson.Parse(text, deepest)
	answer, isObject := value.(object)
	switch {
	case err != nil && json.Valid(text):
		t.Fatalf("wrote JSON of which something would be lost (%v): %s", err, t.shown(text))
	case err != nil || !isObject:
		t.Fatalf("wrote what is no JSON object: %s", t.shown(text))
	}
	for _, name := range []string{"protocol", "id"} {
		want := request[name]
		if name == "protocol" {
			want = pluginwire.Version
		}
		if !same(answer[name], want) {
			t.Fatalf("its answer has %s %v in place of %v", name, answer[name], want)
		}
	}
	return answer
}

// same compares a number of a decoded answer with one of a request.
func same(decoded any, want any) bool {
	number, isNumber := decoded.(strictjson.Number)
	whole, isWhole := number.Whole()
	wanted, isInt := want.(int)
	return isNumber && isWhole && isInt && whole == int64(wanted)
}

// reason returns the reason of an error in place of an answer; "" where there is none.
func reason(answer object) string {
	failure, _ := answer["error"].(object)
	text, _ := failure["reason"].(string)
	return text
}

// explanation returns the reason of an error with its detail.
func explanation(answer object) string {
	failure, _ := answer["error"].(object)
	detail, _ := failure["detail"].(string)
	return because(reason(answer), detail)
}

func because(reason, detail string) string {
	if detail == "" {
		return reason
	}
	return reason + ": " + detail
}

const mostShown = 200

// shown returns the beginning of what a program wrote, without the credentials of its environment, and if no value is in it.
func (t *talk) shown(written []byte) string {
	text := t.program.Screen(strings.ToValidUTF8(string(written), "?"))
	if providertest.ShowsValue(text) {
		return "(a text with a value in it)"
	}
	if len(text) > mostShown {
		return strings.ToValidUTF8(text[:mostShown], "") + "..."
	}
	return text
}

// wrote returns the end of what the process wrote to standard error, as a clause to append.
func (t *talk) wrote() string { return lastWords(t.program, t.process) }

// lastWords returns the last line that a process wrote to standard error, as a clause to append, without the credentials of its
// environment, and if no value is in it.
func lastWords(program pluginwire.Program, process *pluginwire.Process) string {
	process.Kill()
	text := program.Screen(strings.TrimSpace(strings.ToValidUTF8(process.Stderr(), "?")))
	lines := strings.Split(text, "\n")
	last := strings.TrimSpace(lines[len(lines)-1])
	if last == "" || providertest.ShowsValue(text) {
		return ""
	}
	return "; it wrote to standard error: " + last
}
