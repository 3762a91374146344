// Package checkers names the programs by others that tests hold zsv's outputs and hooks against.
package checkers

import _ "embed"

// Requirements are the programs with their versions, as pip reads them.
//
//go:embed requirements.txt
var Requirements string
