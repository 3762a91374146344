package providers

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/suggest"
)

// manyVariables is the number of variables from which on no similar ones are looked for: that takes time for each missing
// secret, and the file may come from anyone.
const manyVariables = 2000

// VariableName returns text as part of the name of an environment variable: ASCII letters upper-cased, digits and "_" as
// they are, every other character, a letter of another alphabet too, a "_" of its own.
func VariableName(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z':
			return r - 'a' + 'A'
		case 'A' <= r && r <= 'Z', '0' <= r && r <= '9':
			return r
		default:
			return '_'
		}
	}, text)
}

// Variables are variables of an environment or of a dotenv file by name. Their values are not kept. A secret whose stem
// is MLFLOW has its key "password" in the variable MLFLOW_PASSWORD.
type Variables struct {
	// Empty says what a variable means that is set to nothing: the answer for its key.
	Empty Key

	hasValue map[string]bool
}

// Add notes that a variable is set. Where it was noted before, the new value counts.
func (v *Variables) Add(name, value string) {
	if v.hasValue == nil {
		v.hasValue = map[string]bool{}
	}
	v.hasValue[name] = value != ""
}

// Has says whether a variable is set, be it to nothing.
func (v *Variables) Has(name string) bool { _, ok := v.hasValue[name]; return ok }

// VariableOf returns the name of the variable that holds a key of the secret with this stem.
func VariableOf(stem, key string) string { return stem + "_" + VariableName(key) }

// Answer answers a query whose location is a stem. A secret is there if the variable of one of the query's keys is set.
// That a variable begins like the stem says nothing: with MLFLOW_SECRET_PASSWORD set, the secret may be "mlflow" or
// "mlflow_secret".
func (v *Variables) Answer(query Query) Answer {
	if len(query.Keys) == 0 {
		return Answer{Reason: Unsupported, Detail: "a secret in variables is known by its keys, and none is referred to " +
			"or declared; declare its keys: a block secret \"NAME\" with key \"KEY\" {} in it, on lines of their own"}
	}
	answer := Answer{Keys: make(map[string]Key, len(query.Keys)), Secret: Missing}
	for _, key := range query.Keys {
		name := VariableOf(query.Location, key)
		if v.Has(name) {
			answer.Secret = Present
		}
		answer.Keys[key] = v.key(name)
	}
	if answer.Secret == Missing {
		return Answer{Secret: Missing, Detail: v.unset(query), Available: v.stems(query.Keys)}
	}
	answer.Available = v.keys(query.Location)
	return answer
}

func (v *Variables) key(name string) Key {
	hasValue, isSet := v.hasValue[name]
	switch {
	case hasValue:
		return Key{Status: Present}
	case isSet:
		return v.Empty
	default:
		return Key{Status: Missing, Detail: name + " is not set"}
	}
}

// unset says which variables a missing secret was looked for in, and which similar one is set.
func (v *Variables) unset(query Query) string {
	var names []string
	for _, key := range query.Keys {
		if name := VariableOf(query.Location, key); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 1 {
		return names[0] + " is not set" + v.similar(names)
	}
	return fmt.Sprintf("none of %s is set%s", strings.Join(names, ", "), v.similar(names))
}

// similar names a variable that is set and whose name is near one of names.
func (v *Variables) similar(names []string) string {
	if len(v.hasValue) > manyVariables {
		return ""
	}
	set := slices.Collect(maps.Keys(v.hasValue))
	for _, name := range names {
		if near := suggest.Closest(name, set); near != "" {
			return "; " + near + " is"
		}
	}
	return ""
}

// keys returns the keys that the variables beginning with a stem would be, in lower case.
func (v *Variables) keys(stem string) []string {
	if len(v.hasValue) > manyVariables {
		return nil
	}
	var keys []string
	for name := range v.hasValue {
		if key, ok := strings.CutPrefix(name, stem+"_"); ok && key != "" {
			keys = append(keys, strings.ToLower(key))
		}
	}
	slices.Sort(keys)
	return keys
}

// stems returns the stems of which a variable with one of these keys is set.
func (v *Variables) stems(keys []string) []string {
	if len(v.hasValue) > manyVariables {
		return nil
	}
	var stems []string
	for name := range v.hasValue {
		for _, key := range keys {
			if stem, ok := strings.CutSuffix(name, "_"+VariableName(key)); ok && stem != "" {
				stems = append(stems, stem)
			}
		}
	}
	slices.Sort(stems)
	return slices.Compact(stems)
}
