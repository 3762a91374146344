// Package configtest makes configurations for tests and benchmarks.
package configtest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Corpus is a large configuration as people write them: every file has components with literals, references in both
// forms and computed values, and a stack of its components. One more file has what all of them use.
type Corpus struct {
	Files      int // with components
	Components int // in each of them
}

// Write writes the files into a directory that exists.
func (c Corpus) Write(dir string) error {
	if err := os.WriteFile(filepath.Join(dir, "main.zsv.hcl"), []byte(shared), 0o600); err != nil {
		return err
	}
	for i := range c.Files {
		name := filepath.Join(dir, fmt.Sprintf("team%04d.zsv.hcl", i))
		if err := os.WriteFile(name, []byte(c.file(i)), 0o600); err != nil {
			return err
		}
	}
	return nil
}

const shared = `zsv {
  required_version = ">= 0.1"
}

variable "env" {
  type    = string
  default = "dev"
}

locals {
  tracking = "${var.env}_mlflow"
}

provider "env" "ci" {
  prefix = "ML_"
}
`

func (c Corpus) file(i int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# The components of team %d.\n", i)
	names := make([]string, c.Components)
	for j := range c.Components {
		name := fmt.Sprintf("t%d_%d", i, j)
		names[j] = "component.experiment_tracker." + name
		fmt.Fprintf(&b, component, name, i, j)
	}
	fmt.Fprintf(&b, "\nstack \"team%d\" {\n  secrets    = provider.env.ci\n  components = [%s]\n}\n", i, strings.Join(names, ", "))
	return b.String()
}

const component = `
component "experiment_tracker" "%[1]s" {
  flavor            = "mlflow"
  tracking_uri      = "https://mlflow-%[2]d.example.com/%[3]d"
  tracking_username = "{{${local.tracking}_%[2]d.username}}"
  tracking_password = secret.mlflow_%[2]d.password
  settings          = { retries = 3, verify = true, token = "{{mlflow_%[2]d.token}}" }
}
`
