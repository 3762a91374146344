package file

import (
	"errors"
	"slices"

	"github.com/zsv-dev/zsv/internal/dotenv"
	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/providers"
)

// dotenvFormat is a file of variables.
type dotenvFormat struct{}

// A dotenvDocument is a text in the format dotenv.
type dotenvDocument struct {
	providers.Variables
	mark     []byte // the byte order mark
	text     []byte // the rest
	settings []dotenv.Setting
	values   map[string]string
}

func (dotenvFormat) parse(text []byte) (document, error) { return parseVariables(text) }

func (dotenvFormat) blank() (document, error) { return parseVariables(nil) }

func parseVariables(text []byte) (*dotenvDocument, error) {
	text, mark, err := plainText(text)
	if err != nil {
		return nil, err
	}
	d := &dotenvDocument{Variables: providers.Variables{Empty: emptyKey}, mark: mark, text: text, values: map[string]string{}}
	err = dotenv.Parse(string(text), func(a dotenv.Setting) {
		d.Add(a.Name, a.Value)
		d.values[a.Name] = a.Value
		d.settings = append(d.settings, a)
	})
	var broken *dotenv.Malformed
	if errors.As(err, &broken) {
		return nil, &malformed{broken.Line, broken.Expected}
	}
	return d, err
}

// Answer looks variables up.
func (d *dotenvDocument) Answer(query providers.Query) providers.Answer {
	answer := d.Variables.Answer(query)
	for key := range answer.Keys {
		if name := providers.VariableOf(query.Location, key); sops.IsCiphertext(d.values[name]) {
			answer.Keys[key] = unsealedKey(d.lineOf(name))
		}
	}
	return answer
}

// lineOf returns the line in which a variable is set that counts.
func (d *dotenvDocument) lineOf(name string) int {
	for _, setting := range slices.Backward(d.settings) {
		if setting.Name == name {
			return lineAt(d.text, setting.Start)
		}
	}
	return 0
}

// Fetch hands out the values of the variables that a query's keys are kept in.
func (d *dotenvDocument) Fetch(query providers.Query) providers.Fetched {
	return fetch(d.Answer(query), func(key string) (providers.Value, bool) {
		text, ok := d.values[providers.VariableOf(query.Location, key)]
		return providers.NewValue(text), ok
	})
}
