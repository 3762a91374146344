package command

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/commandline"
	"github.com/zsv-dev/zsv/providers"
)

// readLines reads names, one a line. Lines that are not as the definition says are none, unless all are so.
func readLines(o *commandline.Operation, stdout []byte) (map[string]*found, error) {
	if !utf8.Valid(stdout) {
		return nil, errors.New("lines of text in UTF-8")
	}
	all, some := map[string]*found{}, false
	for line := range strings.Lines(string(stdout)) {
		line = trimNewline(line)
		if line == "" {
			continue
		}
		some = true
		location, key, ok := parts(o.Lines, line)
		if !ok {
			continue
		}
		f := all[location]
		if f == nil {
			f = &found{status: providers.Present}
			all[location] = f
		}
		f.addLine(o, key)
	}
	for _, f := range all {
		if o.ReadsValues != nil && *o.ReadsValues {
			f.disclosed = max(len(f.keys), 1) // which cannot be seen in names
		}
	}
	if some && len(all) == 0 {
		return nil, errors.New("lines as the definition has them")
	}
	return all, nil
}

// addLine adds what a line says of a secret's keys. Lines of names alone say nothing of them, unless there can be but one.
func (f *found) addLine(o *commandline.Operation, key string) {
	if f.keys == nil && (namesKeys(o.Lines) || o.OnlyKey != "") {
		f.keys = map[string]entry{}
	}
	if key == "" && !namesKeys(o.Lines) {
		key = o.OnlyKey
	}
	if key != "" {
		f.keys[key] = entry{Key: providers.Key{Status: providers.Present}}
	}
}

func namesKeys(pattern *regexp.Regexp) bool {
	return pattern != nil && pattern.SubexpIndex(commandline.Key) >= 0
}

// parts returns what a line says. Without a pattern it is a location.
func parts(pattern *regexp.Regexp, line string) (location, key string, ok bool) {
	if pattern == nil {
		return line, "", true
	}
	groups := pattern.FindStringSubmatch(line)
	if groups == nil {
		return "", "", false
	}
	if namesKeys(pattern) {
		key = groups[pattern.SubexpIndex(commandline.Key)]
	}
	return groups[pattern.SubexpIndex(commandline.Location)], key, true
}
