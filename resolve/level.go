package resolve

import (
	"fmt"
	"strings"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
)

// LevelVariable is the environment variable that sets the level.
const LevelVariable = "ZENML_SECRET_VALIDATION_LEVEL"

// A LevelChoice is a level and where it comes from. The zero value is nobody's choice.
type LevelChoice struct {
	Level  providers.Level
	Source LevelSource
}

// ChooseLevel returns the level that the flag, else the environment sets; the choice is nobody's where both are empty.
// The error names the levels.
func ChooseLevel(flag, environment string) (LevelChoice, error) {
	switch {
	case flag != "":
		level, err := providers.ParseLevel(flag)
		return LevelChoice{level, LevelFromFlag}, err
	case environment != "":
		level, err := providers.ParseLevel(environment)
		if err != nil {
			err = fmt.Errorf("%s: %w", LevelVariable, err)
		}
		return LevelChoice{level, LevelFromEnvironment}, err
	}
	return LevelChoice{}, nil
}

// levelOf returns the level for a configuration: what the user chose, else what it says itself, else the strictest.
func levelOf(cfg *config.Config, chosen LevelChoice) (LevelChoice, config.Diagnostics) {
	strictest := LevelChoice{providers.SecretAndKeyExists, LevelFromDefault}
	written := cfg.Settings.ValidationLevel
	level, err := providers.ParseLevel(written)
	var diags config.Diagnostics
	if written != "" && err != nil {
		text := err.Error()
		diags = config.Diagnostics{{Severity: config.Error, Rule: config.RuleConfiguration, Summary: "Invalid validation level",
			Detail: strings.ToUpper(text[:1]) + text[1:], Range: &cfg.Settings.ValidationLevelRange}}
	}
	switch {
	case chosen.Source != "":
		return chosen, diags
	case written != "" && err == nil:
		return LevelChoice{level, LevelFromConfig}, nil
	default:
		return strictest, diags
	}
}
