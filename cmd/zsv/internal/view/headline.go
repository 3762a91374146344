package view

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// headlines say in one or two sentences what came out, for people in a hurry.
func headlines(r *resolve.Report) []string {
	errors, warnings := severities(r)
	problems := countAll(" and ", counted{errors, "error"}, counted{warnings, "warning"})
	if !r.Checked || len(r.Configurations) == 0 {
		return []string{validationHeadline(r, errors, problems)}
	}
	if len(r.Checks) == 0 && errors > 0 && !nothingAsked(r) {
		return []string{"Nothing was checked: " + problems + "."}
	}
	first := planHeadline(r, errors)
	switch {
	case problems == "":
		return []string{first}
	case errors > 0:
		return []string{first, reported(r) + " " + problems + ", so this is not all there is."}
	}
	return []string{first, reported(r) + " " + problems + "."}
}

func planHeadline(r *resolve.Report, errors int) string {
	switch {
	case r.Scan != nil && len(r.Checks) == 0:
		return nothingScanned(r)
	case nothingAsked(r):
		return nothingChecked(r)
	case len(r.Checks) == 0 && len(r.Loosened) > 0:
		return "Nothing to check: the configuration has no reference that is not turned off."
	case len(r.Checks) == 0:
		return "Nothing to check: the configuration refers to no secrets."
	}
	return planSentence(r, errors)
}

// nothingAsked says that the level is NONE for all that there is. Of several configurations, one may have another.
func nothingAsked(r *resolve.Report) bool {
	return r.Level == providers.None && r.Summary.Present+r.Summary.Missing+r.Summary.Unverified == 0
}

func severities(r *resolve.Report) (errors, warnings int) {
	for i := range r.Diagnostics {
		if severity(r.Diagnostics[i].Severity) == severityError {
			errors++
		} else {
			warnings++
		}
	}
	return errors, warnings
}

func validationHeadline(r *resolve.Report, errors int, problems string) string {
	switch {
	case errors > 0:
		return problems + "."
	case len(r.Configurations) == 0 && problems != "":
		return "Nothing to validate: no configuration was found. " + problems + "."
	case len(r.Configurations) == 0:
		return "Nothing to validate: no configuration was found."
	}
	subject := "The configuration is"
	if n := len(r.Configurations); n > 1 {
		subject = "All " + strconv.Itoa(n) + " configurations are"
	}
	if problems != "" {
		problems = ", with " + problems
	}
	stacks := ""
	if len(r.Stacks) > 0 {
		stacks = " in " + count(len(r.Stacks), "stack")
	}
	return fmt.Sprintf("Success! %s valid%s: %s%s.", subject, problems, count(r.Summary.References, "reference"), stacks)
}

// NothingChecked says that nobody was asked, and why; "" where somebody was.
func NothingChecked(r *resolve.Report) string {
	if !r.Checked || !nothingAsked(r) {
		return ""
	}
	return nothingChecked(r)
}

// nothingChecked says where the level NONE came from, so that nobody takes silence for success.
func nothingChecked(r *resolve.Report) string {
	if r.Scan != nil && !r.Scan.Asked {
		return nobodyAsked(r)
	}
	return fmt.Sprintf("Nothing was checked: the level is %s, from %s. %s %s.", r.Level,
		levelSource(r), reported(r), count(r.Summary.References, "reference"))
}

func levelSource(r *resolve.Report) string {
	switch r.LevelSource {
	case resolve.LevelFromFlag:
		return "the flag --level"
	case resolve.LevelFromEnvironment:
		return "the environment variable ZENML_SECRET_VALIDATION_LEVEL"
	case resolve.LevelFromConfig:
		for _, loosened := range r.Loosened {
			if loosened.Setting == "validation_level" {
				return "validation_level at " + loosenedPlace(loosened).String()
			}
		}
		return "validation_level in the configuration"
	}
	return "the default"
}

// planSentence counts what there is to do. It is positive only where nothing is missing, unverified or unknown.
func planSentence(r *resolve.Report, errors int) string {
	t := toRegister(r.Checks)
	parts := make([]string, 0, 4)
	if t.keys > 0 {
		part := count(t.keys, "key") + " to register"
		if t.newSecrets > 0 {
			part += " (" + count(t.newSecrets, "new secret") + ")"
		}
		parts = append(parts, part)
	}
	if t.secrets > 0 {
		parts = append(parts, count(t.secrets, "secret")+" to register")
	}
	beginning := "Plan: "
	switch {
	case len(parts) > 0:
	case r.Summary.Unverified == 0 && errors == 0:
		beginning = "Nothing is missing: "
	default:
		parts = append(parts, "nothing to register")
	}
	return beginning + strings.Join(append(parts, otherVerdicts(r.Summary)...), ", ") + "."
}

func otherVerdicts(s resolve.Summary) []string {
	var parts []string
	for _, verdict := range []struct {
		n     int
		words string
	}{
		{s.Unverified, "not verified"},
		{s.Present, "present"},
		{s.Skipped, "optional and absent"},
	} {
		if verdict.n > 0 {
			parts = append(parts, strconv.Itoa(verdict.n)+" "+verdict.words)
		}
	}
	return parts
}

// A registration counts what has to be registered. What two stacks share is registered once.
type registration struct {
	keys       int // distinct keys
	newSecrets int // distinct secrets that do not exist and get keys of those
	secrets    int // distinct secrets that do not exist and of which no key is known
}

func toRegister(checks []resolve.Check) registration {
	type secret struct{ directory, provider, location string }
	type key struct {
		secret
		key string
	}
	keys, missing := map[key]bool{}, map[secret]bool{} // the latter says whether a key of the secret is known
	for i := range checks {
		c := &checks[i]
		if !c.Status.Missing() {
			continue
		}
		at := secret{c.Directory, c.Provider, c.Location}
		if c.Key != "" {
			keys[key{at, c.Key}] = true
		}
		if c.Status == resolve.StatusMissingSecret {
			missing[at] = missing[at] || c.Key != ""
		}
	}
	t := registration{keys: len(keys)}
	for _, hasKeys := range missing {
		if hasKeys {
			t.newSecrets++
		} else {
			t.secrets++
		}
	}
	return t
}
