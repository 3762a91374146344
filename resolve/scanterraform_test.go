package resolve_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/resolve"
)

// asTerraform are expressions of all kinds that give references. Terraform is the judge of what they give.
var asTerraform = []string{
	`"{{plain.k}}"`, `"{{${local.p}.k}}"`, `"{{${var.given}.k}}"`, `"{{${var.defaulted}.k}}"`, `format("{{%s.k}}", "formatted")`,
	`join(".", ["{{joined", "k}}"])`, `join("", [local.open, "braces.k", local.close])`, `"${local.open}inner.k${local.close}"`,
	`"${local.open}${var.given}.k${local.close}"`, `format("%sverb.k%s", local.open, local.close)`,
	`{ for k, v in local.map : k => "{{${v}.k}}" }`, `[for v in values(local.map) : "${local.open}${v}.k2${local.close}"]`,
	`base64decode("e3tkZWNvZGVkLmt9fQ==")`, `jsondecode("{\"a\":\"\\u007b\\u007bescaped.k}}\"}")`,
	`yamldecode("a: '{{yaml.k}}'")`, `csvdecode("a\n{{csv.k}}")`,
	`local.nested.deep[0].x`, `lookup(local.refs, "a", "{{default.k}}")`,
	`var.flag ? "{{yes.k}}" : "{{no.k}}"`, `try(local.refs.b, "{{try.k}}")`, `coalesce("", "{{coalesced.k}}")`,
	`merge(local.refs, { c = "{{merged.k}}" })`, `replace("{{NAME.k}}", "NAME", "replaced")`, `lower("{{LOW.K}}")`,
	`trimspace(" {{trimmed.k}} ")`, `trimsuffix("{{suffix.k}}x", "x")`, `substr("x{{substr.k}}", 1, -1)`, `strrev("}}k.ver{{")`,
	`chomp(<<-EOT` + "\n    {{heredoc.k}}\n    EOT\n  )", `one(["{{one.k}}"])`,
	`element(["{{element.k}}"], 0)`, `{ a = { b = ["{{deep.k}}"] } }`,
	`templatestring(local.template, { n = "string" })`, `jsondecode(file("${path.module}/data.json"))`,
	`templatefile("${path.module}/data.tftpl", { n = "named" })`, `"%{if var.flag}{{directive.k}}%{endif}"`,
	`"{{${terraform_data.first.output}.k}}"`, `"{{${terraform_data.first.id}.k}}"`,
	`"{{${upper("up")}.k}}"`, `tostring("{{string.k}}")`,
	`flatten([["{{flat.k}}"]])`, `zipmap(["a"], ["{{zipped.k}}"])`, `reverse(["{{reversed.k}}"])`, `nonsensitive("{{shown.k}}")`,
	`"{{with.a:b,c;d=e&f#g%h!i*j+k}}"`, `regex("{{.*}}", "x{{matched.k}}y")`,
	`"{{${local.indirect}.k}}"`, `split(",", "{{s1.k}},{{s2.k}}")`,
}

const terraformLocals = `
locals {
  p        = "local"
  indirect = "${local.p}-${var.given}"
  open     = "{{"
  close    = "}}"
  map      = { a = "one", b = "two" }
  refs     = { a = "{{ref-a.k}}", b = "{{ref-b.k}}" }
  nested   = { deep = [{ x = "{{nested.k}}" }] }
  template = "{{$${n}.k}}"
}
variable "given" {}
variable "flag" { default = true }
variable "defaulted" { default = "by-default" }
resource "terraform_data" "first" { input = "first" }
`

// Nothing that Terraform would make a reference of goes by in silence: the scan finds it, or says that something there is not
// static.
func TestScanMissesNothingThatTerraformMakes(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is not installed")
	}
	dir := t.TempDir()
	files := map[string]string{"data.json": `{"a": "{{in-file.k}}"}`, "data.tftpl": `{"a": "{{in-template.k}}", "b": "{{${n}.k}}"}`}
	main := terraformLocals
	for i, expression := range asTerraform {
		main += fmt.Sprintf("resource \"terraform_data\" \"e%d\" {\n  input = { x = %s }\n}\n", i, expression)
	}
	files["main.tf"] = main + `
resource "terraform_data" "each" {
  for_each = local.map
  input    = "${local.open}${each.value}.each${local.close}"
}
resource "terraform_data" "count" {
  count = 2
  input = "{{count-${count.index}.k}}"
}
`
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	planned := plannedByTerraform(t, dir)
	report, _ := scanOf(t, config.ScanOptions{WorkingDir: dir, Paths: []string{"main.tf", "data.json", "data.tftpl"},
		Variables: []config.Assignment{{Name: "given", Value: "given"}}}, resolve.ScanPlanOptions{})
	found, computed := map[string]bool{}, map[string]bool{}
	for _, c := range report.Checks {
		found[c.Secret+"."+c.Key] = true
		for _, use := range c.Uses {
			resource, _, _ := strings.Cut(strings.TrimPrefix(use.Address, "resource."), "[")
			if isComputed := strings.Contains(c.Detail, "not static"); isComputed {
				computed[resource] = true
				computed[filepath.Base(use.File)] = true
			}
		}
	}
	if len(planned) < len(asTerraform) {
		t.Errorf("terraform plans references in %d resources of %d", len(planned), len(asTerraform))
	}
	for resource, references := range planned {
		for _, reference := range references {
			fromTemplate := reference == "named.k" && computed["data.tftpl"]
			if !found[reference] && !computed[resource] && !fromTemplate {
				t.Errorf("%s: terraform makes {{%s}}, of which the scan says nothing", resource, reference)
			}
		}
	}
}

var wholeReference = regexp.MustCompile(`^\{\{([^\s{}]+\.[^\s{}]+)\}\}$|"\{\{([^\s{}"]+\.[^\s{}"]+)\}\}"`)

// plannedByTerraform returns the references in what Terraform plans, by resource.
func plannedByTerraform(t *testing.T, dir string) map[string][]string {
	t.Helper()
	run := func(args ...string) []byte {
		command := exec.Command("terraform", args...)
		command.Dir = dir
		command.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1", "TF_CLI_CONFIG_FILE="+os.DevNull, "TF_IN_AUTOMATION=1")
		var problems strings.Builder
		command.Stderr = &problems
		output, err := command.Output()
		if err != nil {
			t.Fatalf("terraform %q: %v\n%s", args, err, problems.String())
		}
		return output
	}
	run("init", "-no-color", "-input=false")
	run("plan", "-no-color", "-input=false", "-var=given=given", "-out=plan")
	var plan struct {
		PlannedValues struct {
			RootModule struct {
				Resources []struct {
					Type, Name string
					Values     map[string]any
				} `json:"resources"`
			} `json:"root_module"`
		} `json:"planned_values"`
	}
	if err := json.Unmarshal(run("show", "-json", "plan"), &plan); err != nil {
		t.Fatal(err)
	}
	planned := map[string][]string{}
	for _, r := range plan.PlannedValues.RootModule.Resources {
		name := r.Type + "." + r.Name
		eachText(r.Values, func(text string) {
			for _, match := range wholeReference.FindAllStringSubmatch(text, -1) {
				planned[name] = append(planned[name], match[1]+match[2])
			}
		})
	}
	return planned
}

func eachText(value any, take func(string)) {
	switch value := value.(type) {
	case string:
		take(value)
	case []any:
		for _, item := range value {
			eachText(item, take)
		}
	case map[string]any:
		for _, item := range value {
			eachText(item, take)
		}
	}
}
