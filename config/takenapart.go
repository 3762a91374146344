package config

import (
	"cmp"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// A takenApart is the cty mark of a value that a function made from a text that holds a reference, and that holds none any
// more. It does for references that are written as text what secretMark does for secret.NAME.KEY.
type takenApart struct {
	reference string // empty where it must not be shown
	function  string
	at        hcl.Range // the text
}

// encoders say which argument of a function is the text that it makes something else of. Functions that are asked for what
// is in a list, an object or a text are not among them.
var encoders = map[string]int{
	"base64encode": 0, "base64gzip": 0, "base64sha256": 0, "base64sha512": 0, "md5": 0, "sha1": 0, "sha256": 0, "sha512": 0,
	"strrev": 0, "textencodebase64": 0, "urlencode": 0,
}

// cutters say which argument of a function is the text that it cuts something out of: what is beside a reference, or a part
// of it.
var cutters = map[string]int{
	"regex": 1, "regexall": 1, "replace": 0, "split": 1, "substr": 0, "trim": 0, "trimprefix": 0, "trimsuffix": 0,
}

// marked returns the result of the call, with a mark if a reference got lost in it.
func (c call) marked(result cty.Value, args []cty.Value) cty.Value {
	name := strings.TrimPrefix(c.Name, "core::")
	i, encodes := encoders[name]
	cut, cuts := cutters[name]
	if cuts {
		i = cut
	}
	if !encodes && !cuts || i >= len(args) || c.ExpandFinal || fromSecret(args[i]) {
		return result
	}
	text, _ := textOf(args[i])
	reference := referenceIn(text)
	if reference == "" || anyText(result, holdsReference) || !encodes && !isWhole(text) && !anyText(result, isTorn) {
		return result
	}
	if sensitive(args[i]) {
		reference = ""
	}
	return result.Mark(takenApart{reference, name, c.Args[i].Range()})
}

func holdsReference(text string) bool { return referenceIn(text) != "" }

// isWhole says whether a text that holds a reference is nothing but that.
func isWhole(text string) bool {
	text = strings.TrimSpace(text)
	return strings.HasPrefix(text, "{{") && strings.Index(text, "}}") == len(text)-2
}

func isTorn(text string) bool { return strings.Contains(text, "{{") || strings.Contains(text, "}}") }

// anyText says whether something holds of any text in a value.
func anyText(value cty.Value, holds func(string) bool) bool {
	found := false
	value, _ = value.UnmarkDeep()
	_ = cty.Walk(value, func(_ cty.Path, inner cty.Value) (bool, error) {
		text, _ := textOf(inner)
		found = found || holds(text)
		return !found, nil
	})
	return found
}

// referenceIn returns the first reference in a text, without blanks; "" where there is none.
func referenceIn(text string) string {
	for {
		_, rest, opened := strings.Cut(text, "{{")
		inner, _, closed := strings.Cut(rest, "}}")
		if !opened || !closed {
			return ""
		}
		inner = strings.TrimSpace(inner[strings.LastIndexByte(inner, '{')+1:])
		name, key, _ := strings.Cut(inner, ".")
		if name != "" && key != "" && !strings.ContainsAny(inner, "}") && !strings.ContainsFunc(inner, blank) {
			return "{{" + inner + "}}"
		}
		text = rest
	}
}

// takenApartIn returns the marks of references that got lost, in the order of their places.
func takenApartIn(marks cty.ValueMarks) []takenApart {
	return marksOf(marks, func(a, b takenApart) int {
		return cmp.Or(compareRanges(&a.at, &b.at), cmp.Compare(a.function, b.function), cmp.Compare(a.reference, b.reference))
	})
}
