// Package commandline describes command lines that speak for a store of secrets, as users define them in their own
// configuration: what is run, and what its exit code and its output mean.
package commandline

import (
	"regexp"
	"slices"
	"time"
)

// A Command is what a user says of a program that knows a store.
type Command struct {
	Name string
	// Parameters are the placeholders that the configuration of a project may set, by name.
	Parameters map[string]Parameter
	// Environment are the variables that the program gets beside those that all get. One that ends in "*" stands for all
	// whose names begin like it.
	Environment []string
	// Locations matches the locations that may be asked for, as a whole; nil: all.
	Locations *regexp.Regexp
	// Timeout is how long one run may take; 0: as long as zsv thinks fit.
	Timeout time.Duration
	// ShowStderr allows the last line of standard error to be shown.
	ShowStderr bool
	// Check says which secrets and keys there are.
	Check *Operation
	// Fetch gives values, List the names of all secrets. nil: the command cannot.
	Fetch, List *Operation
	// Missing are the outcomes that mean that a secret, or a key, is not there; Failures those that mean something else.
	Missing  []Outcome
	Failures []Failure
	// Broken says that the definition has an error, so that nothing may be run.
	Broken bool
}

// A Parameter is a placeholder of the user's own naming.
type Parameter struct {
	// Default is its value where the project sets none; nil: it must.
	Default *string
	// Pattern matches the values that it may have, as a whole; nil: all.
	Pattern *regexp.Regexp
}

// An Operation is one thing that a program is run for.
type Operation struct {
	// Run is the program and its arguments.
	Run []Template
	// Output says what standard output is.
	Output Output
	// Secret says where secrets are in JSON; nil: the whole output is the one that was asked for.
	Secret *Secret
	// Keys say where keys are in the JSON of a secret; none: its members are.
	Keys []Keys
	// Lines matches a line of the output Lines, with the group "location", and perhaps "key"; nil: a line is a location.
	Lines *regexp.Regexp
	// OnlyKey is the key of secrets that are a single value; "": they have others.
	OnlyKey string
	// ReadsValues says whether the program discloses values; nil: nobody said.
	ReadsValues *bool
	// TrimNewline takes one newline off the end of a value.
	TrimNewline bool
	// Present are the outcomes that mean that what was asked for is there; none: the exit code 0.
	Present []Outcome
}

// An Output says what a program writes to standard output.
type Output string

// The outputs there are.
const (
	JSON     Output = "json"      // an object, or an array of them
	Lines    Output = "lines"     // names, one a line
	Text     Output = "text"      // a value
	ExitCode Output = "exit_code" // nothing of interest: the exit code says it
)

// A Secret says where secrets are in JSON.
type Secret struct {
	// List is the path of an array of secrets; nil: there is one secret, the whole output.
	List *Path
	// Name is the path of a secret's location in it; nil: the items of List are locations themselves.
	Name *Path
}

// Keys say where keys of a secret are.
type Keys struct {
	// Object is the path of an object whose members are keys with their values.
	Object *Path
	// List is the path of an array of keys instead, Name that of a key's name in an item, Value that of its value. Without
	// Name the items are names; without Value it cannot be told whether a key is set to something.
	List, Name, Value *Path
	// Optional says that there may be no such object or array.
	Optional bool
}

// A Failure is an outcome with what it means.
type Failure struct {
	Outcome
	Reason string // as in a report: "unauthenticated"
	Detail string // what to do; may be ""
}

// Mentions says whether a placeholder is in the command line.
func (o *Operation) Mentions(placeholder string) bool {
	return slices.ContainsFunc(o.Run, func(t Template) bool { return slices.Contains(t.Placeholders(), placeholder) })
}

// MayReadValues says whether the program may disclose values: it does unless the user says that it does not, or all that it
// prints are names.
func (o *Operation) MayReadValues() bool {
	switch {
	case o.ReadsValues != nil:
		return *o.ReadsValues
	case o.Output == Lines:
		return false
	default:
		return o.Secret == nil || o.Secret.Name != nil || o.Secret.List == nil || len(*o.Secret.List) > 0
	}
}

// The placeholders that every command has.
const (
	Location = "location"
	Key      = "key"
)
