package pluginwire

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
)

// Version is the version of the protocol.
const Version = 1

// The methods.
const (
	methodHello = "hello"
	methodCheck = "check"
	methodKeys  = "keys"
	methodFetch = "fetch"
	methodList  = "list"
	methodWrite = "write"
)

const (
	// mostQueries and longestRequest bound one request.
	mostQueries    = 1000
	longestRequest = 1 << 20
)

// A request is what is written to a program, with the members that its method has.
type request struct {
	Protocol    int         `json:"protocol"`
	ID          int64       `json:"id"`
	Method      string      `json:"method"`
	Provider    blockWire   `json:"provider"`
	Trusted     Trusted     `json:"trusted"`
	Directory   string      `json:"directory"`
	Timeout     float64     `json:"timeout"`
	Concurrency int         `json:"concurrency,omitempty"`
	ReadValues  string      `json:"read_values"`
	Level       string      `json:"level,omitempty"`
	Prefix      *string     `json:"prefix,omitempty"`
	Queries     []queryWire `json:"queries,omitempty"`
	Change      *changeWire `json:"change,omitempty"`
}

// isCheck says whether the request is one by which existence is told.
func (r *request) isCheck() bool { return r.Method == methodCheck || r.Method == methodKeys }

type blockWire struct {
	Type      string          `json:"type"`
	Name      string          `json:"name"`
	Arguments json.RawMessage `json:"arguments"`
}

// Trusted is what the user trusts.
type Trusted struct {
	// Addresses are origins: scheme://host, with the port where it is not the scheme's own.
	Addresses []string `json:"addresses"`
	// Paths are absolute, without links.
	Paths []string `json:"paths"`
}

type queryWire struct {
	ID       int       `json:"id"`
	Location string    `json:"location"`
	Keys     *[]string `json:"keys,omitempty"`
}

type changeWire struct {
	Location  string         `json:"location"`
	Set       map[string]any `json:"set"`
	Remove    []string       `json:"remove"`
	Condition string         `json:"condition"`
	Keep      bool           `json:"keep"`
}

var conditions = map[providers.Condition]string{
	providers.Always: "always", providers.IfMissing: "if_missing", providers.IfPresent: "if_present",
}

// changeOf returns a change with its values in clear.
func changeOf(change providers.Change) *changeWire {
	wire := &changeWire{Location: change.Location, Set: map[string]any{}, Remove: append([]string{}, change.Remove...),
		Condition: conditions[change.Condition], Keep: change.Keep}
	for key, value := range change.Set {
		wire.Set[key] = valueOf(value.Reveal())
	}
	return wire
}

// valueOf returns a value as it is written: text as a string, other bytes in base64.
func valueOf(text string) any {
	if utf8.ValidString(text) {
		return text
	}
	return map[string]string{"base64": base64.StdEncoding.EncodeToString([]byte(text))}
}

// encode returns a thing as a line. What requests are made of can always be encoded.
func encode(thing any) []byte {
	var line bytes.Buffer
	encoder := json.NewEncoder(&line)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(thing)
	return line.Bytes()
}

// secondsOf returns the seconds that a program is told it has: a little less than it has, so that what it answers at the last
// moment is in time.
func secondsOf(left time.Duration) float64 {
	left -= min(left/20, 500*time.Millisecond)
	return float64(left.Milliseconds()) / 1000
}
