package file

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

// payloadVersion is the version of the encrypted JSON:
//
//	{"version": 1, "recipients": ["age1…"], "secrets": {"mlflow": {"password": "BASE64"}}}
//
// recipients are those that the store is encrypted for, which age's own header does not tell.
const payloadVersion = 1

// A payload is what an encrypted store holds.
type payload struct {
	recipients []string
	secrets    map[string]map[string]providers.Value
}

// text returns the payload as JSON. It is never written anywhere but into age.
func (p payload) text() ([]byte, error) {
	secrets := map[string]map[string][]byte{}
	for name, keys := range p.secrets {
		secrets[name] = map[string][]byte{}
		for key, value := range keys {
			secrets[name][key] = []byte(value.Reveal())
		}
	}
	text, err := json.Marshal(struct {
		Version    int                          `json:"version"`
		Recipients []string                     `json:"recipients"`
		Secrets    map[string]map[string][]byte `json:"secrets"`
	}{payloadVersion, p.recipients, secrets})
	if err == nil && isIntricate(text) {
		err = errWouldBeTooIntricate
	}
	return text, err
}

// contents returns the names of the secrets and keys.
func (p payload) contents() contents {
	all := newContents()
	for name, values := range p.secrets {
		keys := map[string]providers.Key{}
		for key, value := range values {
			keys[key] = textKey(value.Reveal() == "")
		}
		all.byName[name] = &secret{keys: keys}
	}
	return all
}

// errNoPayload says that a text is no payload, without a word of it.
var errNoPayload = errors.New("not a store's JSON")

// A newerPayload is one of a version that is not known here.
type newerPayload struct{ version int }

// Error names the version.
func (n *newerPayload) Error() string { return fmt.Sprintf("version %d of a store's JSON", n.version) }

// readPayload reads a text strictly: what would be lost or guessed at when it is written again is refused. It looks no
// deeper than a payload goes.
func readPayload(text []byte) (payload, error) {
	if !utf8.Valid(text) || isIntricate(text) || !json.Valid(text) {
		return payload{}, errNoPayload
	}
	members, err := readMembers(text)
	if err != nil {
		return payload{}, err
	}
	var version int
	if err := readInto(members["version"], &version); err != nil || version < 1 {
		return payload{}, errNoPayload
	}
	if version != payloadVersion {
		return payload{}, &newerPayload{version}
	}
	if len(members) != 3 {
		return payload{}, errNoPayload
	}
	p := payload{secrets: map[string]map[string]providers.Value{}}
	if err := readInto(members["recipients"], &p.recipients); err != nil {
		return payload{}, err
	}
	for i, name := range p.recipients {
		if p.recipients[i], err = recipientOf(name); err != nil {
			return payload{}, errNoPayload
		}
	}
	secrets, err := readMembers(members["secrets"])
	for name, raw := range secrets {
		if p.secrets[name], err = readValues(raw); err != nil {
			return payload{}, err
		}
	}
	return p, err
}

// readValues reads the keys of a secret.
func readValues(raw json.RawMessage) (map[string]providers.Value, error) {
	keys, err := readMembers(raw)
	if err != nil {
		return nil, err
	}
	values := map[string]providers.Value{}
	for key, raw := range keys {
		var encoded string
		if err := readInto(raw, &encoded); err != nil {
			return nil, err
		}
		value, err := base64.StdEncoding.Strict().DecodeString(encoded)
		if err != nil {
			return nil, errNoPayload
		}
		values[key] = providers.NewValue(string(value))
	}
	return values, nil
}

// readMembers returns the members of an object of valid JSON. A name that is there twice is an error: the object means
// two things.
func readMembers(raw json.RawMessage) (map[string]json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if token, err := decoder.Token(); err != nil || token != json.Delim('{') {
		return nil, errNoPayload
	}
	members := map[string]json.RawMessage{}
	for decoder.More() {
		token, err := decoder.Token()
		name, isName := token.(string)
		if _, again := members[name]; err != nil || !isName || again {
			return nil, errNoPayload
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return nil, errNoPayload
		}
		members[name] = value
	}
	return members, nil
}

// readInto reads a value that is there and not null.
func readInto(raw json.RawMessage, to any) error {
	if len(raw) == 0 || string(raw) == "null" || json.Unmarshal(raw, to) != nil {
		return errNoPayload
	}
	return nil
}
