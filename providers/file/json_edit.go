package file

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/internal/splice"
	"github.com/zsv-dev/zsv/providers"
)

// vet refuses what is no text: JSON has no other strings.
func (jsonFormat) vet(change providers.Change) error {
	return vetTexts(change, "JSON")
}

// vetTexts refuses names and values that are not UTF-8.
func vetTexts(change providers.Change, format string) error {
	if err := vetNames(change, format); err != nil {
		return err
	}
	for key, value := range change.Set {
		if !utf8.ValidString(value.Reveal()) {
			return &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf("the value of the key %q is not text in "+
				"UTF-8, which is all that %s holds; store it in another encoding, such as Base64", key, format)}
		}
	}
	return nil
}

// vetNames refuses names that are not UTF-8.
func vetNames(change providers.Change, format string) error {
	names := append([]string{change.Location}, change.Remove...)
	for key := range change.Set {
		names = append(names, key)
	}
	for _, name := range names {
		if !utf8.ValidString(name) {
			return &providers.Error{Reason: providers.Invalid, Detail: fmt.Sprintf("the name %q is not text in UTF-8, which is "+
				"all that %s holds", name, format)}
		}
	}
	return nil
}

// write makes a change.
func (d *jsonDocument) write(change providers.Change) ([]byte, providers.Written, error) {
	r, written, err := d.revise(change)
	if err != nil || r.isNothing() {
		return nil, written, err
	}
	text, err := d.rewrite(r)
	return text, written, err
}

// remove deletes a secret.
func (d *jsonDocument) remove(location string) ([]byte, error) {
	r, err := d.reviseRemoval(location)
	if err != nil {
		return nil, err
	}
	return d.rewrite(r)
}

// rename gives a secret another name, in the place where it stands.
func (d *jsonDocument) rename(from, to string) ([]byte, error) {
	r, err := d.reviseName(from, to)
	if err != nil {
		return nil, err
	}
	return d.rewrite(r)
}

func (d *jsonDocument) rewrite(r revision) ([]byte, error) {
	return rewrite(d.image(), r, []rewriting{d.spliced}, func(text []byte) (image, error) {
		again, err := parseJSON(text)
		if err != nil {
			return nil, err
		}
		return again.image(), nil
	})
}

// image returns all that the document holds. What is no text keeps its spelling, but for blanks.
func (d *jsonDocument) image() image {
	all := image{}
	if d.root == nil {
		return all
	}
	for _, secret := range d.root.members {
		if secret.object == nil || d.byName[secret.name].problem != "" {
			all[imageName{secret: secret.name}] += d.compact(secret)
			continue
		}
		all[imageName{secret: secret.name}] = imageOfMap
		for _, key := range secret.object.members {
			all[imageName{secret.name, key.name, true}] += d.spelling(key)
		}
	}
	return all
}

func (d *jsonDocument) spelling(key *jsonMember) string {
	if text, ok := key.token.(string); ok && !key.isHalved {
		return imageOfText(text)
	}
	return d.compact(key)
}

func (d *jsonDocument) compact(member *jsonMember) string {
	var out bytes.Buffer
	_ = json.Compact(&out, d.text[member.valueAt:member.end]) // it was read as JSON
	return "as is " + out.String()
}

// spliced returns the text with a revision.
func (d *jsonDocument) spliced(r revision) []byte {
	text := d.text
	switch {
	case r.rename != nil:
		if d.root.member(*r.rename) != nil { // it is null
			text = removeMember(text, d.root, *r.rename)
		}
		again, err := parseJSON(text)
		if err != nil {
			return nil
		}
		member := again.root.member(r.secret)
		text = splice.Apply(text, []splice.Part{splice.Replace(member.nameAt, member.nameEnd, quoteJSON(*r.rename))})
	case r.drop:
		text = removeMember(text, d.root, r.secret)
	default:
		text = d.setMembers(r)
		for _, key := range r.remove {
			again, err := parseJSON(text)
			if err != nil {
				return nil
			}
			text = removeMember(text, again.root.member(r.secret).object, key)
		}
	}
	return slices.Concat(d.mark, text)
}

// setMembers returns the text with the keys that a revision sets.
func (d *jsonDocument) setMembers(r revision) []byte {
	member := d.root.member(r.secret)
	layout := layoutOf(d.text, d.root)
	switch {
	case d.root == nil:
		root := layout.object("\n", map[string]string{r.secret: layout.secret(r)})
		return bytes.Replace(d.text, []byte("null"), []byte(root), 1)
	case member == nil:
		return splice.Apply(d.text, []splice.Part{d.insertion(d.root, layout, map[string]string{r.secret: layout.secret(r)})})
	case member.object == nil:
		return splice.Apply(d.text, []splice.Part{splice.Replace(member.valueAt, member.end, layout.secret(r))})
	}
	var all []splice.Part
	added := map[string]string{}
	for _, key := range r.sorted() {
		if old := member.object.member(key); old != nil {
			all = append(all, splice.Replace(old.valueAt, old.end, quoteJSON(r.set[key])))
		} else {
			added[key] = quoteJSON(r.set[key])
		}
	}
	if len(added) > 0 {
		all = append(all, d.insertion(member.object, layout, added))
	}
	return splice.Apply(d.text, all)
}

// insertion adds members, given with the JSON of their values, at the end of an object.
func (d *jsonDocument) insertion(object *jsonObject, layout jsonLayout, members map[string]string) splice.Part {
	if len(object.members) == 0 {
		lead := lineLead(d.text, object.start)
		if layout.lead == "" {
			lead = ""
		}
		return splice.Replace(object.start, object.end, layout.object(lead, members))
	}
	last := object.members[len(object.members)-1]
	colon := string(d.text[last.nameEnd:last.valueAt])
	lead := string(d.text[leadOf(d.text, last.nameAt):last.nameAt])
	if len(object.members) == 1 && !strings.Contains(lead, "\n") && colon != ":" {
		lead = " " // {"a": 1} goes on with a blank, {"a":1} without
	}
	var out strings.Builder
	for _, name := range sortedKeys(members) {
		out.WriteString("," + lead + quoteJSON(name) + colon + members[name])
	}
	return splice.Insert(last.end, out.String())
}

// removeMember returns the text without a member of an object.
func removeMember(text []byte, object *jsonObject, name string) []byte {
	for i, member := range object.members {
		switch {
		case member.name != name:
		case len(object.members) == 1:
			return splice.Apply(text, []splice.Part{splice.Replace(object.start, object.end, "{}")})
		case i == 0:
			return splice.Apply(text, []splice.Part{splice.Replace(member.nameAt, object.members[1].nameAt, "")})
		default:
			return splice.Apply(text, []splice.Part{splice.Replace(object.members[i-1].end, member.end, "")})
		}
	}
	return text
}

// quoteJSON returns text as a string of JSON, without escapes that only HTML needs.
func quoteJSON(text string) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(text) // strings can be encoded
	return strings.TrimSuffix(out.String(), "\n")
}
