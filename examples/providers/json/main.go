// Command zsv-provider-json is an external provider of zsv: each secret is a file in a directory, NAME.json, that holds an object
// of strings. It needs nothing but Go's standard library.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

const protocol = 1

var methods = []string{"check", "keys", "fetch", "list"}

// A request has what this provider needs of one.
type request struct {
	Protocol int    `json:"protocol"`
	ID       int64  `json:"id"`
	Method   string `json:"method"`
	Level    string `json:"level"`
	Provider struct {
		Arguments map[string]any `json:"arguments"`
	} `json:"provider"`
	Trusted struct {
		Paths []string `json:"paths"`
	} `json:"trusted"`
	Directory string  `json:"directory"`
	Queries   []query `json:"queries"`
}

type query struct {
	ID       int      `json:"id"`
	Location string   `json:"location"`
	Keys     []string `json:"keys"`
}

// An answer is what goes back. Members without a value are left out.
type answer struct {
	Protocol int      `json:"protocol"`
	ID       int64    `json:"id"`
	Error    *problem `json:"error,omitempty"`
	Hello    *hello   `json:"hello,omitempty"`
	Answers  any      `json:"answers,omitempty"`
	Secrets  any      `json:"secrets,omitempty"`
}

type hello struct {
	Name         string   `json:"name"`
	Version      string   `json:"version"`
	Capabilities []string `json:"capabilities"`
	Paths        []string `json:"paths"` // the names of the arguments that hold paths
}

// A problem says why something is not known.
type problem struct {
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}

func (p *problem) Error() string { return p.Reason + ": " + p.Detail }

func main() {
	if err := converse(os.Stdin, os.Stdout); err != nil {
		os.Exit(1)
	}
}

// converse answers requests, one a line, until there are no more.
func converse(from io.Reader, to io.Writer) error {
	requests, answers := bufio.NewReader(from), json.NewEncoder(to) // which ends each answer with a newline
	for {
		line, err := requests.ReadBytes('\n')
		if len(line) > 0 {
			if err := answers.Encode(answerTo(line)); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

func answerTo(line []byte) answer {
	var r request
	if err := json.Unmarshal(line, &r); err != nil {
		return answer{Protocol: protocol, ID: r.ID, Error: &problem{"invalid", "this is no request of zsv's"}}
	}
	a := answer{Protocol: protocol, ID: r.ID}
	var known *problem
	switch err := r.answer(&a); {
	case errors.As(err, &known):
		a.Error = known
	case err != nil: // whose text may hold part of a file
		a.Error = &problem{"server_error", "the store cannot be read"}
	}
	return a
}

func (r *request) answer(a *answer) error {
	switch {
	case r.Protocol != protocol:
		return &problem{"unsupported", "this program speaks version 1 of the protocol alone"}
	case r.Method == "hello":
		a.Hello = &hello{"json", "1.0.0", methods, []string{"path"}}
		return nil
	case !slices.Contains(methods, r.Method):
		return &problem{"unsupported", "this program does not know that method"}
	}
	store, err := r.store()
	if err != nil {
		return err
	}
	if r.Method == "list" {
		a.Secrets = store.names
		return nil
	}
	items := []item{}
	for _, q := range r.Queries {
		items = append(items, store.answer(r, q))
	}
	a.Answers = items
	return nil
}

// store returns the directory that the argument path names, if the user lets it be read.
func (r *request) store() (store, error) {
	path, ok := r.Provider.Arguments["path"].(string)
	if !ok || len(r.Provider.Arguments) > 1 {
		return store{}, &problem{"invalid", `it takes one argument, path: write path = "DIRECTORY"`}
	}
	if !filepath.IsAbs(path) {
		path = filepath.Join(r.Directory, path)
	}
	path = withoutLinks(filepath.Clean(path))
	for _, trusted := range r.Trusted.Paths {
		if below, err := filepath.Rel(trusted, path); err == nil && filepath.IsLocal(below) && !isGits(below) {
			return open(path)
		}
	}
	return store{}, &problem{"untrusted", "the path is outside of the project: add it to trusted_paths in your own configuration"}
}

// isGits says whether a path is in the directory that git keeps for itself, which is nobody's store.
func isGits(path string) bool {
	return slices.ContainsFunc(strings.Split(path, string(filepath.Separator)), func(name string) bool {
		return strings.EqualFold(name, ".git")
	})
}

// withoutLinks follows the links of a path, as far as it is there.
func withoutLinks(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(withoutLinks(parent), filepath.Base(path))
	}
	return path
}
