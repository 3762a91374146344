package plugin_test

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"

	"github.com/gofrs/flock"
)

// An asked is a request, as the page on the protocol has it.
type asked struct {
	Protocol int    `json:"protocol"`
	ID       int    `json:"id"`
	Method   string `json:"method"`
	Provider struct {
		Type      string         `json:"type"`
		Name      string         `json:"name"`
		Arguments map[string]any `json:"arguments"`
	} `json:"provider"`
	Trusted struct {
		Addresses []string `json:"addresses"`
		Paths     []string `json:"paths"`
	} `json:"trusted"`
	Directory   string  `json:"directory"`
	Timeout     float64 `json:"timeout"`
	Concurrency int     `json:"concurrency"`
	ReadValues  string  `json:"read_values"`
	Level       string  `json:"level"`
	Prefix      *string `json:"prefix"`
	Queries     []struct {
		ID       int      `json:"id"`
		Location string   `json:"location"`
		Keys     []string `json:"keys"`
	} `json:"queries"`
	Change struct {
		Location  string           `json:"location"`
		Set       map[string]bytes `json:"set"`
		Remove    []string         `json:"remove"`
		Condition string           `json:"condition"`
		Keep      bool             `json:"keep"`
	} `json:"change"`
}

// bytes are a value, which is a string or {"base64": "…"}.
type bytes string

func (b *bytes) UnmarshalJSON(text []byte) error {
	var wrapped struct{ Base64 []byte }
	if text[0] == '"' {
		return json.Unmarshal(text, (*string)(b))
	}
	err := json.Unmarshal(text, &wrapped)
	*b = bytes(wrapped.Base64)
	return err
}

func (b bytes) wire() any {
	return map[string]string{"base64": base64.StdEncoding.EncodeToString([]byte(b))}
}

// A shelf is what the honest program's store holds: a JSON file of values in base64, by secret and key.
type shelf map[string]map[string][]byte

type object map[string]any

// honest answers as the page says. It exits after so many answers; 0: at the end of its input.
func honest(answers int) {
	input := bufio.NewReader(os.Stdin)
	for n := 1; ; n++ {
		line, err := input.ReadBytes('\n')
		if err != nil {
			return
		}
		var a asked
		if err := json.Unmarshal(line, &a); err != nil {
			fmt.Fprintln(os.Stderr, "no request:", err)
			syscall.Exit(3)
		}
		write(answerTo(a))
		if n == answers {
			return
		}
	}
}

func write(o object) { writeTo(os.Stdout, o) }

func writeTo(w io.Writer, o object) {
	text, _ := json.Marshal(o)
	_, _ = w.Write(append(text, '\n'))
}

// answerTo answers any request.
func answerTo(a asked) object {
	answered := object{"protocol": 1, "id": a.ID, "unknown": "ignored"}
	methods := map[string]func(asked, shelf) (string, any){
		"check": check, "keys": keys, "fetch": fetch, "list": list, "write": change,
		"hello": func(asked, shelf) (string, any) {
			return "hello", object{"name": "stub", "version": "1", "addresses": []string{},
				"capabilities": []string{"hello", "check", "keys", "fetch", "list", "write"}}
		},
	}
	method, ok := methods[a.Method]
	if !ok {
		answered["error"] = object{"reason": "unsupported", "detail": "no such method"}
		return answered
	}
	path, _ := a.Provider.Arguments["path"].(string)
	lock := flock.New(path + ".lock")
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), lock.Lock()); err != nil {
		answered["error"] = object{"reason": "server_error", "detail": err.Error()}
		return answered
	}
	defer func() { _ = lock.Unlock() }()
	held := shelf{}
	if text, err := os.ReadFile(path); err == nil {
		_ = json.Unmarshal(text, &held)
	}
	name, value := method(a, held)
	answered[name] = value
	if a.Method != "hello" {
		answered["requests"] = 1
	}
	if a.Method == "write" && name == "written" {
		text, _ := json.Marshal(held)
		_ = os.WriteFile(path, text, 0o600)
	}
	return answered
}

func status(there bool) string {
	if there {
		return "present"
	}
	return "missing"
}

func check(a asked, held shelf) (string, any) {
	answers := []object{}
	for _, q := range a.Queries {
		secret, there := held[q.Location]
		one := object{"id": q.ID, "secret": status(there)}
		statuses := object{}
		for _, key := range q.Keys {
			_, hasKey := secret[key]
			statuses[key] = status(hasKey)
		}
		one["available"] = slices.Sorted(maps.Keys(secret))
		if !there {
			one["available"] = slices.Sorted(maps.Keys(held))
		}
		if a.Level == "SECRET_AND_KEY_EXISTS" {
			one["keys"] = statuses
		}
		answers = append(answers, one)
	}
	slices.Reverse(answers)
	return "answers", answers
}

func keys(a asked, held shelf) (string, any) {
	answers := []object{}
	for _, q := range a.Queries {
		secret, there := held[q.Location]
		one := object{"id": q.ID, "secret": status(there)}
		if there {
			one["keys"] = slices.AppendSeq([]string{}, maps.Keys(secret))
		}
		answers = append(answers, one)
	}
	return "answers", answers
}

func fetch(a asked, held shelf) (string, any) {
	answers := []object{}
	for _, q := range a.Queries {
		secret, there := held[q.Location]
		values, without := object{}, object{}
		wanted := q.Keys
		if len(wanted) == 0 {
			wanted = slices.Collect(maps.Keys(secret))
		}
		for _, key := range wanted {
			if value, hasKey := secret[key]; hasKey {
				values[key] = bytes(value).wire()
			} else {
				without[key] = object{"status": "missing"}
			}
		}
		answers = append(answers, object{"id": q.ID, "secret": status(there), "values": values, "keys": without})
	}
	return "answers", answers
}

func list(_ asked, held shelf) (string, any) {
	return "secrets", slices.AppendSeq([]string{}, maps.Keys(held))
}

func change(a asked, held shelf) (string, any) {
	c := a.Change
	secret, there := held[c.Location]
	switch {
	case c.Condition == "if_missing" && there:
		return "error", object{"reason": "exists"}
	case c.Condition == "if_present" && !there:
		return "error", object{"reason": "missing"}
	case !there:
		secret = map[string][]byte{}
	}
	set, kept, removed := []string{}, []string{}, []string{}
	for key, value := range c.Set {
		if _, hasKey := secret[key]; hasKey && c.Keep {
			kept = append(kept, key)
			continue
		}
		secret[key] = []byte(value)
		set = append(set, key)
	}
	for _, key := range c.Remove {
		if _, hasKey := secret[key]; hasKey {
			delete(secret, key)
			removed = append(removed, key)
		}
	}
	held[c.Location] = secret
	return "written", object{"created": !there, "set": set, "kept": kept, "removed": removed, "warnings": []string{}}
}
