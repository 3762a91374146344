package file

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/zsv-dev/zsv/internal/dotenv"
	"github.com/zsv-dev/zsv/internal/splice"
	"github.com/zsv-dev/zsv/providers"
)

// settable are the variables that a shell can set.
var settable = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`) })

// vet refuses keys that share a variable, or whose variable no shell can set, and values that are no text.
func (dotenvFormat) vet(change providers.Change) error {
	if err := vetTexts(change, "a dotenv file"); err != nil {
		return err
	}
	owner := map[string]string{}
	for _, key := range slices.Concat(slices.Sorted(maps.Keys(change.Set)), change.Remove) {
		name := providers.VariableOf(change.Location, key)
		other, taken := owner[name]
		owner[name] = key
		switch {
		case !settable().MatchString(name):
			return misfit("the key %q would be in the variable %s, which no shell can set: a name begins with a letter or \"_\"",
				key, name)
		case taken && other != key:
			return misfit("the keys %q and %q are both in the variable %s; give one of them another name", other, key, name)
		case strings.ContainsRune(change.Set[key].Reveal(), 0):
			return misfit("the value of the key %q has the character NUL, which no variable holds; store it in another encoding, "+
				"such as Base64", key)
		}
	}
	return nil
}

// misfit is about what a format has no form for.
func misfit(format string, args ...any) error {
	return &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf(format, args...)}
}

// write makes a change.
func (d *dotenvDocument) write(change providers.Change) ([]byte, providers.Written, error) {
	r, written, err := d.revise(change)
	if err != nil || r.isNothing() {
		return nil, written, err
	}
	text, err := rewrite(d.image(), r, []rewriting{d.spliced}, func(text []byte) (image, error) {
		again, err := parseVariables(text)
		if err != nil {
			return nil, err
		}
		return again.image(), nil
	})
	return text, written, err
}

// revise says which variables a change sets and removes.
func (d *dotenvDocument) revise(change providers.Change) (revision, providers.Written, error) {
	r, written, isNamed := revision{set: map[string]string{}}, providers.Written{}, false
	for _, key := range slices.Sorted(maps.Keys(change.Set)) {
		name := providers.VariableOf(change.Location, key)
		isNamed = isNamed || d.Has(name)
		if change.Keep && d.Has(name) {
			written.Kept = append(written.Kept, key)
			continue
		}
		r.set[name] = change.Set[key].Reveal()
		written.Set = append(written.Set, key)
	}
	for _, key := range slices.Compact(slices.Sorted(slices.Values(change.Remove))) {
		if name := providers.VariableOf(change.Location, key); d.Has(name) {
			isNamed = true
			r.remove = append(r.remove, name)
			written.Removed = append(written.Removed, key)
		}
	}
	isThere := d.isThere(change, isNamed)
	if err := unmet(change.Condition, isThere); err != nil {
		return revision{}, providers.Written{}, err
	}
	written.Created = !isThere && len(written.Set) > 0
	return r, written, nil
}

// isThere says whether a change finds its secret; isNamed, that a variable is there which the change names. Of any other
// one that begins like the secret's stem it cannot be told whose it is: ML_FLOW_X is the key "x" of "ml_flow", or
// "flow_x" of "ml". In that doubt no change is refused. To be created, a secret is missing, as for a check, which takes
// it to be there for the variables of its own keys alone: else "ml" could not be made beside "ml_flow". To be updated it
// is there: else a key that is new to it could not be set. Without a condition it counts as there too, since a secret
// that gets a further key is more common than one whose stem is the beginning of another's.
func (d *dotenvDocument) isThere(change providers.Change, isNamed bool) bool {
	return isNamed || change.Condition != providers.IfMissing && d.hasLike(change.Location)
}

// hasLike says whether there is a variable that may be a key of the secret with this stem.
func (d *dotenvDocument) hasLike(stem string) bool {
	for name := range d.values {
		if strings.HasPrefix(name, providers.VariableOf(stem, "")) {
			return true
		}
	}
	return false
}

// image returns all variables as keys of one secret.
func (d *dotenvDocument) image() image {
	all := image{}
	for name, value := range d.values {
		all[imageName{key: name, isKey: true}] = imageOfText(value)
	}
	return all
}

// spliced returns the text with a revision: values are replaced where they stand, new variables follow at the end. Of a
// variable that is set several times the last one is replaced, which counts, and all are removed.
func (d *dotenvDocument) spliced(r revision) []byte {
	var all []splice.Part
	last := map[string]dotenv.Setting{}
	for _, a := range d.settings {
		last[a.Name] = a
		if slices.Contains(r.remove, a.Name) {
			all = append(all, splice.Replace(a.Start, a.End, ""))
		}
	}
	var added strings.Builder
	lineEnd := lineEndOf(d.text)
	for _, name := range r.sorted() {
		if a, ok := last[name]; ok {
			all = append(all, splice.Replace(a.ValueStart, a.ValueEnd, dotenv.Quote(r.set[name])))
		} else {
			added.WriteString(name + "=" + dotenv.Quote(r.set[name]) + lineEnd)
		}
	}
	text := splice.Apply(d.text, all)
	if added.Len() > 0 && len(text) > 0 && !bytes.HasSuffix(text, []byte("\n")) {
		text = append(text, lineEnd...)
	}
	// A text of nothing is a text: nil would say that there is none.
	return append([]byte{}, slices.Concat(d.mark, text, []byte(added.String()))...)
}

// lineEndOf returns how the first line of a text ends.
func lineEndOf(text []byte) string {
	if i := bytes.IndexByte(text, '\n'); i > 0 && text[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}
