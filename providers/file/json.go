package file

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/providers"
)

// jsonFormat is an object of secrets, each an object of keys. A name that is set twice in one object is not used.
type jsonFormat struct{}

// A jsonDocument is a text in JSON.
type jsonDocument struct {
	contents
	mark []byte // the byte order mark
	text []byte // the rest
	root *jsonObject
}

var _ register = (*jsonDocument)(nil)

func (jsonFormat) parse(text []byte) (document, error) { return parseJSON(text) }

func (jsonFormat) blank() (document, error) { return parseJSON([]byte("{}\n")) }

func parseJSON(text []byte) (*jsonDocument, error) {
	text, mark, err := plainText(text)
	if err != nil {
		return nil, err
	}
	if err := checkSyntax(text); err != nil {
		return nil, err
	}
	r := &jsonReader{text: text, decoder: json.NewDecoder(bytes.NewReader(text)), line: 1}
	r.decoder.UseNumber()
	root, err := r.root()
	if err != nil {
		return nil, err
	}
	return &jsonDocument{contents: root.contents(), mark: mark, text: text, root: root}, nil
}

// Fetch hands out values; numbers and booleans as they are written.
func (d *jsonDocument) Fetch(query providers.Query) providers.Fetched {
	secret := d.root.member(query.Location)
	return d.fetch(query, func(key string) (providers.Value, bool) {
		text, ok := secret.object.member(key).scalar()
		return providers.NewValue(text), ok
	})
}

// checkSyntax reads the text once without taking anything out of it: reading token by token is less strict.
func checkSyntax(text []byte) error {
	var raw json.RawMessage
	err := json.Unmarshal(text, &raw)
	if err == nil {
		return nil
	}
	line := lineAt(text, len(text))
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		line = lineAt(text, int(syntax.Offset))
	}
	return &malformed{line, "JSON; see to quotes, commas and brackets there and just above"}
}

// contents returns the names of the secrets and what their keys are set to.
func (o *jsonObject) contents() contents {
	all := newContents()
	if o == nil {
		return all
	}
	lines := map[string]int{}
	for _, member := range o.members {
		if first, again := lines[member.name]; again {
			all.byName[member.name] = &secret{problem: twice(first, member.line)}
			continue
		}
		lines[member.name] = member.line
		all.byName[member.name] = member.secret()
	}
	return all
}

func (m *jsonMember) secret() *secret {
	switch {
	case m.token == nil:
		return &secret{isNull: true}
	case m.object == nil:
		return notKeys(m.valueLine)
	}
	keys, lines := map[string]providers.Key{}, map[string]int{}
	for _, member := range m.object.members {
		if first, again := lines[member.name]; again {
			keys[member.name] = invalidKey("%s", twice(first, member.line))
			continue
		}
		lines[member.name] = member.line
		keys[member.name] = member.key()
	}
	return &secret{keys: keys}
}

func (m *jsonMember) key() providers.Key {
	switch token := m.token.(type) {
	case nil:
		return nullKey(m.valueLine)
	case string:
		if m.isHalved {
			return invalidKey("it has one half of a pair of \\u escapes in line %d, which is no text; write both or none", m.valueLine)
		}
		if sops.IsCiphertext(token) {
			return unsealedKey(m.valueLine)
		}
		return textKey(token == "")
	case json.Delim:
		if token == '{' {
			return notOneValue(m.valueLine, "an object")
		}
		return notOneValue(m.valueLine, "an array")
	default:
		return presentKey()
	}
}

// scalar returns a value that is no object, array or null.
func (m *jsonMember) scalar() (string, bool) {
	if m == nil {
		return "", false
	}
	switch token := m.token.(type) {
	case string:
		return token, true
	case json.Number:
		return token.String(), true
	case bool:
		if token {
			return "true", true
		}
		return "false", true
	default:
		return "", false
	}
}
