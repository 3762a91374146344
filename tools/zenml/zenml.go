// Package zenml has what the tests' ZenML server is made of: the versions to install, and a module that gives the server
// roles.
package zenml

import _ "embed"

// Versions are those of ZenML and of all that it needs, as pip reads them.
var Versions = requirements + constraints

//go:embed requirements.txt
var requirements string

//go:embed constraints.txt
var constraints string

// Roles is a Python module with the class Roles, which the server asks who may do what.
//
//go:embed zsv_roles.py
var Roles string
