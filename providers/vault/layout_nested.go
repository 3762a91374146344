package vault

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/url"

	"github.com/zsv-dev/zsv/providers"
)

// unlike answers for a secret that is there and is not what a ZenML server writes.
var unlike = providers.Answer{Reason: providers.Invalid, Detail: "it is not laid out as a ZenML server lays out its secrets: " +
	"it has no map " + valuesKey + "; look at it with vault kv get, or leave the layout out"}

// A nest is what one key of a secret holds where keys may be maps of keys. Of values nothing is kept but what V keeps.
type nest[V any] struct {
	keys   map[string]V // nil for what is no map
	isNull bool
}

// UnmarshalJSON keeps the keys of a map.
func (n *nest[V]) UnmarshalJSON(text []byte) error {
	if n.isNull = string(text) == "null"; !bytes.HasPrefix(text, []byte("{")) {
		return nil
	}
	var err error
	n.keys, err = decodeKeys[V](text)
	return err
}

// decodeKeys decodes a map. It refuses names that stand twice: who reads the first sees another secret than who reads the last.
func decodeKeys[V any](text []byte) (map[string]V, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	if _, err := decoder.Token(); err != nil {
		return nil, err
	}
	keys := map[string]V{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return nil, err
		}
		name, isName := token.(string)
		var value V
		if err := decoder.Decode(&value); err != nil || !isName {
			return nil, errors.Join(err, errUnnamed)
		}
		if _, again := keys[name]; again {
			return nil, errTwice
		}
		keys[name] = value
	}
	return keys, nil
}

var errUnnamed = errors.New("a value without a name")

// inside returns the keys that the layout keeps in a map. It is false where there is no such map. subkeys gives null for an
// empty one, as for a text: then what a server keeps beside it tells whose it is.
func inside[V any](found map[string]nest[V]) (map[string]V, bool) {
	values := found[valuesKey]
	if values.isNull && found[metadataKey].keys != nil {
		return map[string]V{}, true
	}
	return values.keys, values.keys != nil
}

// depth is how deep the keys lie that can be referred to, as subkeys counts.
func (l layout) depth() string {
	if l == storeLayout {
		return "2"
	}
	return "1"
}

// The answers of KV v2 where keys are in a map.
type (
	nestedSubkeysAnswer struct {
		Data once[struct {
			Subkeys  once[map[string]nest[nothing]] `json:"subkeys"`
			Metadata once[*version]                 `json:"metadata"`
		}] `json:"data"`
	}
	nestedDataAnswer[V any] = dataAnswer[nest[V]]
)

// seeNestedSubkeys is seeSubkeys where keys are in a map.
func (s *session) seeNestedSubkeys(ctx context.Context, path string, query url.Values) sight {
	var answer nestedSubkeysAnswer
	reply, err := s.get(ctx, path, query, &answer)
	if err != nil || !reply.ok() {
		return s.noSight(path, reply, err)
	}
	found, v := answer.Data.value.Subkeys.value, answer.Data.value.Metadata.value
	if answer, problem := s.judgeVersion(path, reply, v, found != nil); problem {
		return goneSight(answer, v)
	}
	names, ok := inside(found)
	if !ok {
		return sight{said: answered, answer: unlike}
	}
	return sight{said: answered, answer: isThere, version: v.Number, names: namesOf(names)}
}

// seeNestedValues is seeValues where keys are in a map.
func (s *session) seeNestedValues(ctx context.Context, path string, query url.Values) sight {
	var answer nestedDataAnswer[held]
	reply, err := s.get(ctx, path, query, &answer)
	if err != nil || !reply.ok() {
		return s.noSight(path, reply, err)
	}
	found, v := answer.Data.value.Data.value, answer.Data.value.Metadata.value
	if answer, problem := s.judgeVersion(path, reply, v, found != nil); problem {
		return goneSight(answer, v)
	}
	values, ok := inside(found)
	if !ok {
		return sight{said: answered, answer: unlike}
	}
	return sight{said: answered, answer: isThere, version: v.Number, names: namesOf(values), values: values}
}

// askNestedValues is askValues where keys are in a map.
func (c *check) askNestedValues(member int) (providers.Answer, outcome) {
	var answer nestedDataAnswer[unread]
	path := c.pathOf(values, member)
	reply, err := c.get(c.ctx, path, nil, &answer)
	if err != nil || !reply.ok() {
		return c.withoutData(path, reply, err)
	}
	data := &answer.Data.value
	disclosed := 0
	for _, found := range data.Data.value {
		disclosed += max(1, len(found.keys))
	}
	if answer, problem := c.judgeVersion(path, reply, data.Metadata.value, data.Data.value != nil); problem {
		answer.ValuesRead = disclosed
		return answer, answered
	}
	names, ok := inside(data.Data.value)
	if !ok {
		answer := unlike
		answer.ValuesRead = disclosed
		return answer, answered
	}
	return thereWithKeys(c, member, names, disclosed), answered
}
