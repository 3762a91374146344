package file

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/zsv-dev/zsv/providers"
)

// parseJSON reads an object of secrets, each an object of keys. A name that is set twice in one object is not used.
func parseJSON(text []byte) (contents, error) {
	if err := checkSyntax(text); err != nil {
		return nil, err
	}
	r := &jsonReader{text: text, decoder: json.NewDecoder(bytes.NewReader(text)), line: 1}
	r.decoder.UseNumber()
	return r.contents()
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

// A jsonReader takes the names out of a text that is known to be JSON.
type jsonReader struct {
	text    []byte
	decoder *json.Decoder
	offset  int // of the end of the last token
	line    int // of that
}

func (r *jsonReader) contents() (contents, error) {
	token, line := r.next()
	if token == nil {
		return contents{}, nil
	}
	if token != json.Delim('{') {
		return nil, &malformed{line, "an object of secrets, each an object of keys"}
	}
	all, lines := contents{}, map[string]int{}
	err := r.members(func(name string, line int) error {
		read, err := r.secret()
		if first, again := lines[name]; again {
			read = &secret{problem: twice(first, line)}
		} else {
			lines[name] = line
		}
		all[name] = read
		return err
	})
	return all, err
}

func (r *jsonReader) secret() (*secret, error) {
	token, line := r.next()
	switch token {
	case nil:
		return &secret{isNull: true}, nil
	case json.Delim('{'):
	default:
		return &secret{problem: notKeys(line)}, r.skip(token)
	}
	keys, lines := map[string]providers.Key{}, map[string]int{}
	err := r.members(func(name string, line int) error {
		key, err := r.key()
		if first, again := lines[name]; again {
			key = invalidKey("%s", twice(first, line))
		} else {
			lines[name] = line
		}
		keys[name] = key
		return err
	})
	return &secret{keys: keys}, err
}

func (r *jsonReader) key() (providers.Key, error) {
	token, line := r.next()
	switch token := token.(type) {
	case nil:
		return nullKey(line), nil
	case string:
		return textKey(token == ""), nil
	case json.Delim:
		if token == '{' {
			return notOneValue(line, "an object"), r.skip(token)
		}
		return notOneValue(line, "an array"), r.skip(token)
	default:
		return presentKey(), nil
	}
}

// members calls member after each name of an object, up to and with the object's end.
func (r *jsonReader) members(member func(name string, line int) error) error {
	for r.decoder.More() {
		token, line := r.next()
		name, _ := token.(string)
		if err := member(name, line); err != nil {
			return err
		}
	}
	r.next()
	return nil
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
	r.offset = end
	return token, r.line
}
