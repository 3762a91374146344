// Package providers is the contract between zsv and the secret stores: what zsv asks, what a store may answer, and how
// a provider is made from its block in the configuration. It knows nothing of configurations, plans or reports.
//
// A provider is a Checker. Further powers are optional interfaces, found by assertion: Locator, Describer, Counter,
// Mapper, Warner, Local, Keeper, Remedier, External, Loosener; and those that do more than ask: Fetcher, Writer, Deleter,
// Renamer, Lister, KeyLister.
//
// A provider that holds on to something of the machine, such as a process, is an io.Closer. Close lets go of it, soon,
// whatever is under way; it is safe for concurrent use, and who uses the provider again gets it anew.
package providers

import (
	"context"

	"github.com/hashicorp/hcl/v2"
)

// Status is what a store confirmed of a secret or a key. The zero value is Unverified, so that silence, a forgotten
// field or a missing map entry never reads as present.
type Status uint8

// The statuses. Present and Missing are for what the store itself said; everything else is Unverified.
const (
	Unverified Status = iota
	Present
	Missing
)

// String returns the status in lower case, as it stands in logs and test failures.
func (s Status) String() string {
	switch s {
	case Present:
		return "present"
	case Missing:
		return "missing"
	default:
		return "unverified"
	}
}

// A Query asks for one secret and all of its keys that matter, because one request answers for all keys of a secret.
type Query struct {
	// Location says where the store keeps the secret, in the provider's own spelling: what Locate returned.
	Location string
	// Keys are the keys that the configuration refers to or declares, sorted, each once. They are given at every level;
	// at SecretExists only a provider that cannot know a secret without its keys needs them. May be empty.
	Keys []string
}

// An Answer is what the store said to one Query. Its zero value says that nothing is known. It never holds a value.
type Answer struct {
	// Secret says whether the secret is there. Missing makes every key missing; with a Present one it is a contradiction,
	// and counts as no answer.
	Secret Status
	// Reason says why the secret is Unverified (required then), or that it is Missing because it was deleted.
	Reason Reason
	// Detail explains Reason in one sentence for people, with what to do: "the secret was deleted on …; register it
	// again". Optional.
	Detail string
	// Advice is what to change at the store so that what is Unverified can be verified, where many secrets may have the
	// same: first what to do, "add to the policy:", then the lines to copy. People are told once for all. Optional.
	Advice []string
	// Keys has an answer for each key of the query, at SecretAndKeyExists; a key without one is unverified.
	Keys map[string]Key
	// Available names what is there instead, for "did you mean": the locations beside a missing secret, in the spelling
	// of Query.Location, or the keys of a present one. Any order, may be incomplete, may be nil.
	Available []string
	// ValuesRead counts the values that the store disclosed over its API for this answer, wanted or not. Reading a local
	// file or the environment discloses nothing and counts 0.
	ValuesRead int
}

// A Key is what the store said of one key.
type Key struct {
	Status Status
	// Reason says why the key is Unverified (required then; the answer's reason stands in where it is empty), or Empty
	// where it is set to nothing.
	Reason Reason
	// Detail explains Reason in one sentence for people. Optional.
	Detail string
}

// A Checker says which secrets and keys exist. It is safe for concurrent use and never returns, logs or wraps a value.
type Checker interface {
	// Check calls answer at most once for each query, with the query's index, in any order, never concurrently, and not
	// after Check returned. A missing secret is an answer; so is a secret that could not be verified while others could.
	// The error means that the provider as a whole is unusable: it is an *Error where the reason is known, and becomes
	// the reason of every query without an answer. Level is SecretExists or SecretAndKeyExists.
	//
	// Check ends when ctx does, soon, without answers for what it does not know. What it asks of the store depends on
	// level and queries alone, not on timing.
	Check(ctx context.Context, level Level, queries []Query, answer func(i int, a Answer)) error
}

// A Locator says where the store keeps a secret. A provider without it keeps each secret at its path, else its name.
type Locator interface {
	// Locate returns the location of the secret called name; path, where not empty, replaces prefix and name. It sends
	// nothing and refuses nothing: a location that must not be asked for (".." in a path) is answered by Check as
	// Unverified, reason Invalid. Two secrets with one location are asked for once.
	Locate(name, path string) string
}

// A Describer tells people which store it is.
type Describer interface {
	// Describe returns a short description for a report's heading: the address and the place in it, or the path of a file
	// as written. Never a credential; an address without its user information.
	Describe() string
}

// A Counter counts what a provider sends.
type Counter interface {
	// Requests returns the number of requests sent so far, logins too, repetitions of a failed one not. Safe for
	// concurrent use, also while Check runs.
	Requests() int
}

// A Mapper keeps secrets under names made from theirs, so that two may collide.
type Mapper interface {
	// Map returns the name in the store of one key of a secret.
	Map(location, key string) string
}

// A Warner has noticed something about the store that is no verdict on a secret.
type Warner interface {
	// Warnings returns what the last Check noticed. Called after it returned; not safe for concurrent use with it.
	Warnings() []Warning
}

// A Warning is about the store as a whole. It is shown at the provider's block.
type Warning struct {
	// Rule is the rule that turns it off: "missing-store" or "plaintext-store".
	Rule string
	// Summary is constant, short and without text of the user's.
	Summary string
	// Detail says in full sentences what is wrong, why it matters and what to do.
	Detail string
}

// A Local provider serves only the machine it runs on, so that a step elsewhere does not find its secrets there.
type Local interface {
	// Local does nothing. It marks the type.
	Local()
}

// A Keeper keeps its secrets in a file or a directory of the machine it runs on, which nothing else may overwrite: what
// zsv itself is told to write, such as a report, would destroy them.
type Keeper interface {
	// Keeps says whether a file is the store, or lies in it, under any name that leads there, and whether or not the store
	// or the file is there yet. path is absolute, and the user's own: its links may be followed. The configuration's may
	// not, beyond what it may have read: there paths are compared as they are written. It opens no file.
	Keeps(path string) bool
}

// A Remedier knows how its users register a secret.
type Remedier interface {
	// Remedy returns the shell commands, one a line, that add keys to the secret at location; exists says whether the
	// secret is there already. The commands read the values from standard input or from a placeholder that the user
	// replaces. "" where there is no command to give.
	Remedy(location string, keys []string, exists bool) string
}

// An External provider is a program of its own, which need not be installed.
type External interface {
	// Installed says whether its program is there. It runs nothing.
	Installed() bool
}

// A Loosener has arguments by which its block may allow more, or check less, than the provider does by itself. A
// configuration can come from someone who is not trusted, so the report lists them.
type Loosener interface {
	// Loosenings returns the arguments that loosen. It leaves out what the user decides, in Surroundings, whatever the
	// block says. Safe for concurrent use; it sends nothing.
	Loosenings() []Loosening
}

// A Loosening is one argument that loosens.
type Loosening struct {
	// Argument is the argument's name: "read_values".
	Argument string
	// Value is what it is set to. It is shown.
	Value string
	// Range is the argument's place, its name included.
	Range hcl.Range
}
