package sops

import (
	"maps"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/dotenv"
	"github.com/zsv-dev/zsv/internal/yamltext"
)

// SealOfVariables returns the seal in variables; nil if there is none. The error is a *yamltext.Malformed.
func SealOfVariables(settings []dotenv.Setting) (*Seal, error) {
	notes, isTwice := map[string]string{}, false
	for _, setting := range settings {
		if name, ok := strings.CutPrefix(setting.Name, Name+"_"); ok {
			isTwice = isTwice || notes[name] != ""
			notes[name] = setting.Value
		}
	}
	note := func(name string) string { return notes[name] }
	switch {
	case !isSeal(note) && !isRemnantOfVariables(notes):
		return nil, nil
	case !isSeal(note):
		return nil, &yamltext.Malformed{Expected: brokenSeal}
	case isTwice:
		return nil, &yamltext.Malformed{Expected: "each name once in what SOPS notes, the variables that begin with " + Name + "_"}
	}
	s, err := newSeal(0, note)
	if err != nil {
		return nil, err
	}
	for name, value := range notes {
		if strings.HasSuffix(strings.ToLower(name), addressName) && value != "" {
			s.addresses = append(s.addresses, value)
		}
	}
	slices.Sort(s.addresses)
	return s, nil
}

// isRemnantOfVariables is isRemnant for variables: in those SOPS writes an entry of a list as age__list_0__map_enc.
func isRemnantOfVariables(notes map[string]string) bool {
	isEntry := func(name string) bool { return strings.Contains(name, "__list_") && strings.Contains(name, "__map_") }
	return notes["mac"] != "" && notes["lastmodified"] != "" || IsCiphertext(notes["mac"]) ||
		slices.ContainsFunc(slices.Collect(maps.Keys(notes)), isEntry)
}
