package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"strings"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/internal/pluginwire"
)

// A members is a request or an answer as JSON has it.
type members = map[string]any

// request returns a whole request for a method, with more members, or others, on top.
func (b *bench) request(method string, more members) members {
	o := b.judge.candidate.Options
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
	process *pluginwire.Process
}

// talk starts a process that ends with the case.
func (b *bench) talk() *talk { return b.talkWith(b.judge.candidate.Program) }

func (b *bench) talkWith(program pluginwire.Program) *talk {
	process, err := program.Start(b.ctx)
	if err != nil {
		b.Fatalf("cannot be started: %v", err)
	}
	b.Cleanup(func() {
		process.Kill()
		<-process.Exited()
	})
	return &talk{b, process}
}

// ask sends a request and returns the answer to it.
func (t *talk) ask(request members) members {
	line, err := json.Marshal(request)
	if err != nil {
		t.Fatalf("there is no such request: %v", err)
	}
	return t.answerTo(request, func(ctx context.Context) { _ = t.process.Send(ctx, append(line, '\n')) })
}

// answerTo returns the answer to a request that send sends, which goes on while it is waited for.
func (t *talk) answerTo(request members, send func(context.Context)) members {
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

func (t *talk) read(request members, text []byte) members {
	var answer members
	decoder := json.NewDecoder(bytes.NewReader(text))
	if err := decoder.Decode(&answer); err != nil || answer == nil {
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
	number, ok := decoded.(float64)
	wanted, isWhole := want.(int)
	return ok && isWhole && number == float64(wanted)
}

// reason returns the reason of an error in place of an answer; "" where there is none.
func reason(answer members) string {
	failure, _ := answer["error"].(members)
	text, _ := failure["reason"].(string)
	return text
}

const mostShown = 200

// shown returns the beginning of what a program wrote.
func (t *talk) shown(text []byte) string {
	if len(text) > mostShown {
		return strings.ToValidUTF8(string(text[:mostShown]), "?") + "..."
	}
	return strings.ToValidUTF8(string(text), "?")
}

// wrote returns the end of what the process wrote to standard error, as a clause to append.
func (t *talk) wrote() string {
	t.process.Kill()
	text := strings.TrimSpace(strings.ToValidUTF8(t.process.Stderr(), "?"))
	if text == "" {
		return ""
	}
	lines := strings.Split(text, "\n")
	return "; it wrote to standard error: " + strings.TrimSpace(lines[len(lines)-1])
}
