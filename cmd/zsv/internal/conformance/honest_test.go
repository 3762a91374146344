package conformance_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

type object = map[string]any

// A world is what the program under test runs in.
type world struct {
	in     *bufio.Reader
	out    io.Writer
	stderr io.Writer
}

// serve answers requests over a file in JSON, {"SECRET": {"KEY": "VALUE"}}, that the argument path names, or the variable
// TEST_STORE. With the argument host it asks there first. A vandal spoils one thing.
func serve(w world, v vandal) {
	if v.start != nil {
		v.start(w)
	}
	for {
		line, err := w.in.ReadBytes('\n')
		if err != nil {
			break
		}
		if v.line != nil && v.line(w, line) {
			continue
		}
		var request object
		_ = json.Unmarshal(line, &request)
		answer := honest(request)
		if v.answer != nil {
			v.answer(request, answer)
		}
		text, _ := json.Marshal(answer)
		_, _ = fmt.Fprintf(w.out, "%s\n", text)
		if v.after != nil {
			v.after(w)
		}
	}
	if v.end != nil {
		v.end()
	}
}

func honest(request object) object {
	answer := object{"protocol": 1, "id": request["id"]}
	if request["id"] == nil {
		answer["id"] = 0
	}
	if err := fill(request, answer); err != "" {
		reason, detail, _ := strings.Cut(err, ": ")
		answer["error"] = object{"reason": reason, "detail": detail}
	}
	return answer
}

func fill(request, answer object) (problem string) {
	if request["protocol"] != 1.0 {
		return "unsupported: version 1 alone"
	}
	switch request["method"] {
	case "hello":
		answer["hello"] = object{"name": "honest", "version": "1",
			"capabilities": []string{"check", "keys", "fetch", "list"}, "addresses": []string{"host"}, "paths": []string{"path"}}
		return ""
	case "check", "keys", "fetch", "list":
	default:
		return "unsupported: no such method"
	}
	store, problem := open(request)
	if problem != "" {
		return problem
	}
	if request["method"] == "list" {
		answer["secrets"] = append([]string{}, slices.Sorted(maps.Keys(store))...)
		return ""
	}
	answers := []object{}
	queries, _ := request["queries"].([]any)
	for _, given := range queries {
		query, ok := given.(object)
		if !ok {
			return "invalid: no query"
		}
		answers = append(answers, about(request, query, store))
	}
	answer["answers"] = answers
	return ""
}

func about(request, query object, store map[string]map[string]string) object {
	secret, ok := store[query["location"].(string)]
	if !ok {
		return object{"id": query["id"], "secret": "missing"}
	}
	answer, statuses, values := object{"id": query["id"], "secret": "present"}, object{}, object{}
	keys, _ := query["keys"].([]any)
	for _, key := range keys {
		if value, ok := secret[key.(string)]; ok {
			statuses[key.(string)], values[key.(string)] = "present", value
		} else {
			statuses[key.(string)] = "missing"
		}
	}
	switch {
	case request["method"] == "keys":
		answer["keys"] = append([]string{}, slices.Sorted(maps.Keys(secret))...)
	case request["method"] == "fetch" && len(keys) == 0:
		answer["values"] = secret
	case request["method"] == "fetch":
		maps.DeleteFunc(statuses, func(_ string, status any) bool { return status == "present" })
		answer["values"], answer["keys"] = values, statuses
	case request["level"] == "SECRET_AND_KEY_EXISTS":
		answer["keys"] = statuses
	}
	return answer
}

func open(request object) (store map[string]map[string]string, problem string) {
	block, _ := request["provider"].(object)
	arguments, _ := block["arguments"].(object)
	trusted, _ := request["trusted"].(object)
	if host, ok := arguments["host"].(string); ok {
		if problem := contact(host, texts(trusted["addresses"]), true); problem != "" {
			return nil, problem
		}
	}
	if hosts, ok := arguments["hosts"]; ok {
		list, isList := hosts.([]any)
		if !isList {
			return nil, "invalid: the argument hosts is a list"
		}
		for _, host := range texts(list) {
			if problem := contact(host, texts(trusted["addresses"]), true); problem != "" {
				return nil, problem
			}
		}
	}
	path, ok := arguments["path"].(string)
	if !ok {
		return nil, "invalid: the argument path is missing"
	}
	directory, _ := request["directory"].(string)
	return read(filepath.Join(directory, path), path, texts(trusted["paths"]))
}

func texts(given any) (all []string) {
	list, _ := given.([]any)
	for _, one := range list {
		all = append(all, one.(string))
	}
	return all
}

// contact asks a server, whose answer must be 200.
func contact(host string, trusted []string, isCareful bool) (problem string) {
	if isCareful && !slices.ContainsFunc(trusted, func(one string) bool { return origin(one) == origin(host) }) {
		return "untrusted: " + host
	}
	client := http.Client{}
	if isCareful {
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	}
	response, err := client.Get(host)
	if err != nil {
		return "unreachable: nobody is there"
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return "server_error: it answered " + response.Status
	}
	return ""
}

func origin(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return parsed.Scheme + "://" + parsed.Host
}

func read(path, given string, trusted []string) (store map[string]map[string]string, problem string) {
	if filepath.IsAbs(given) {
		path = given
	}
	real := path
	for rest := ""; ; rest, real = filepath.Join(filepath.Base(real), rest), filepath.Dir(real) {
		if resolved, err := filepath.EvalSymlinks(real); err == nil {
			real = filepath.Join(resolved, rest)
			break
		}
	}
	inside := func(one string) bool {
		below, err := filepath.Rel(one, real)
		return err == nil && filepath.IsLocal(below) && !slices.Contains(strings.Split(below, string(filepath.Separator)), ".git")
	}
	if !slices.ContainsFunc(trusted, inside) {
		return nil, "untrusted: " + path
	}
	text, err := os.ReadFile(real)
	if err != nil {
		return nil, "denied: the store cannot be read"
	}
	if json.Unmarshal(text, &store) != nil {
		return nil, "invalid: the store is broken"
	}
	return store, ""
}
