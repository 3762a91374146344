package pluginwire

import (
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

// batches cuts queries into those for one request each. What cannot be asked for at all is answered by refuse, with the reason.
// space is what queries may take of a request, in bytes.
func batches(queries []providers.Query, space int, refuse func(i int, err *providers.Error)) (all [][]queryWire) {
	var batch []queryWire
	size := 0
	for i, query := range queries {
		wire := wireOf(i, query)
		length := len(encode(wire))
		switch {
		case !isText(query):
			refuse(i, errNoText)
			continue
		case length > space:
			refuse(i, errTooLarge)
			continue
		case len(batch) == mostQueries || size+length > space:
			all, batch, size = append(all, batch), nil, 0
		}
		batch = append(batch, wire)
		size += length
	}
	if len(batch) > 0 {
		all = append(all, batch)
	}
	return all
}

var (
	errNoText = &providers.Error{Reason: providers.Invalid, Detail: "a name in it is not UTF-8, and an external provider is " +
		"asked in UTF-8 alone"}
	errTooLarge = &providers.Error{Reason: providers.Invalid, Detail: "it is too large for the 1 MiB that one request to an " +
		"external provider may have"}
)

// wireOf returns a query as it is written. Its keys are always there, be it none.
func wireOf(id int, query providers.Query) queryWire {
	keys := append([]string{}, query.Keys...)
	return queryWire{ID: id, Location: query.Location, Keys: &keys}
}

// isText says whether a query can be written without asking for another one.
func isText(query providers.Query) bool {
	for _, key := range query.Keys {
		if !utf8.ValidString(key) {
			return false
		}
	}
	return utf8.ValidString(query.Location)
}

// space returns what is left for queries in a request of a method.
func (s *session) space(r request) (int, error) {
	r.Queries, r.Timeout, r.ID = nil, 1e6, 1<<53
	const brackets = 64
	space := longestRequest - len(encode(r)) - brackets
	if space < 1<<10 {
		return 0, &providers.Error{Reason: providers.Invalid, Detail: "the arguments of the provider's block are larger than " +
			"the 1 MiB that one request to an external provider may have; give it less"}
	}
	return space, nil
}
