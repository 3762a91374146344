package file

import (
	"bytes"
	"encoding/json"
	"strings"
	"unicode/utf8"
)

// A jsonObject is an object with the places of its members in the text. Objects are read as far as secrets are made of
// them: the file's own and those in it.
type jsonObject struct {
	start, end int // with the braces
	members    []*jsonMember
	byName     map[string]*jsonMember // the first of several
}

// A jsonMember is a name and its value. Ends are exclusive.
type jsonMember struct {
	name            string
	line            int
	nameAt, nameEnd int
	valueAt, end    int
	valueLine       int
	token           json.Token // the value, or what it begins with
	isHalved        bool       // the value is a string with half of a surrogate pair
	object          *jsonObject
}

// member returns a member by its name; nil if there is none.
func (o *jsonObject) member(name string) *jsonMember {
	if o == nil {
		return nil
	}
	return o.byName[name]
}

// A jsonReader takes the tree out of a text that is known to be JSON.
type jsonReader struct {
	text    []byte
	decoder *json.Decoder
	start   int // of the last token
	offset  int // of the end of the last token
	line    int // of that
}

// root reads the object of all secrets; nil for null.
func (r *jsonReader) root() (*jsonObject, error) {
	token, line := r.next()
	switch token {
	case nil:
		return nil, nil
	case json.Delim('{'):
		return r.object((*jsonReader).secret)
	default:
		return nil, &malformed{line, "an object of secrets, each an object of keys"}
	}
}

// object reads the members of an object, of which the brace was read.
func (r *jsonReader) object(value func(*jsonReader, *jsonMember) error) (*jsonObject, error) {
	object := &jsonObject{start: r.start, byName: map[string]*jsonMember{}}
	for r.decoder.More() {
		token, line := r.next()
		name, _ := token.(string)
		member := &jsonMember{name: name, line: line, nameAt: r.start, nameEnd: r.offset}
		member.token, member.valueLine = r.next()
		member.valueAt = r.start
		if err := value(r, member); err != nil {
			return nil, err
		}
		member.end = r.offset
		object.members = append(object.members, member)
		if object.byName[name] == nil {
			object.byName[name] = member
		}
	}
	r.next()
	object.end = r.offset
	return object, nil
}

// secret reads the rest of a secret.
func (r *jsonReader) secret(member *jsonMember) error {
	if member.token != json.Delim('{') {
		return r.skip(member.token)
	}
	object, err := r.object((*jsonReader).key)
	member.object = object
	return err
}

// key reads the rest of a key's value.
func (r *jsonReader) key(member *jsonMember) error {
	if text, ok := member.token.(string); ok {
		member.isHalved = isHalved(r.text[r.start:r.offset], text)
	}
	return r.skip(member.token)
}

// isHalved says whether the decoder had to put a replacement character in the place of half of a surrogate pair.
func isHalved(source []byte, text string) bool {
	replacements := strings.Count(text, string(utf8.RuneError))
	return replacements > 0 && replacements > bytes.Count(source, []byte(string(utf8.RuneError)))+
		bytes.Count(bytes.ToLower(source), []byte(`\ufffd`))
}

// skip leaves out the rest of a value that begins with token.
func (r *jsonReader) skip(token json.Token) error {
	for depth := depthOf(token); depth > 0; {
		token, line := r.next()
		depth += depthOf(token)
		if depth > maxDepth {
			return tooDeep(line)
		}
	}
	return nil
}

func depthOf(token json.Token) int {
	switch token {
	case json.Delim('{'), json.Delim('['):
		return 1
	case json.Delim('}'), json.Delim(']'):
		return -1
	default:
		return 0
	}
}

// next returns the next token and its line. There is one: the syntax has been checked.
func (r *jsonReader) next() (json.Token, int) {
	token, _ := r.decoder.Token()
	end := int(r.decoder.InputOffset())
	r.line += bytes.Count(r.text[r.offset:end], []byte("\n"))
	between := r.text[r.offset:end]
	r.start = end - len(bytes.TrimLeft(between, " \t\r\n,:"))
	r.offset = end
	return token, r.line
}
