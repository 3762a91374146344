package functions_test

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

var update = flag.Bool("update", false, "write Terraform's results into testdata/terraform")

// A terraformCase is an expression with the result that Terraform gives, written as an expression too, or "error".
// Where zsv deviates, which is said in the package's documentation, its result follows.
type terraformCase struct {
	expression, terraform, zsv string
}

func (c terraformCase) want() string {
	if c.zsv != "" {
		return c.zsv
	}
	return c.terraform
}

const arrow = " => "

// unknownLocals is the module in which Terraform evaluates the cases: the id of a resource that does not exist yet is
// unknown, and so is what is computed from it.
const unknownLocals = `
resource "terraform_data" "new" {}
locals {
  string = terraform_data.new.id
  list   = split(",", local.string)
  number = length(local.list)
  bool   = local.string == "a"
  map    = zipmap(local.list, local.list)
}
`

// TestTerraformTables evaluates the cases as zsv does.
func TestTerraformTables(t *testing.T) {
	t.Parallel()
	for _, file := range tables(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			for _, c := range readTable(t, file) {
				if got := result(c.expression); got != c.want() {
					t.Errorf("%s\n  is        %s\n  should be %s", c.expression, got, c.want())
				}
			}
		})
	}
}

// TestTerraformItself evaluates the cases with Terraform, all in one process, and compares its results with the tables.
func TestTerraformItself(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is not installed; put the binary of Terraform 1.11 on PATH to compare the tables with it")
	}
	files := tables(t)
	var all []terraformCase
	for _, file := range files {
		all = append(all, readTable(t, file)...)
	}
	results := askTerraform(t, all)
	for i, c := range all {
		if results[i] != c.terraform && !*update {
			t.Errorf("%s\n  the table says  %s\n  Terraform says  %s", c.expression, c.terraform, results[i])
		}
		all[i].terraform = results[i]
	}
	if *update {
		for _, file := range files {
			count := len(readTable(t, file))
			writeTable(t, file, all[:count])
			all = all[count:]
		}
	}
}

// TestTablesAreComplete holds that each function has cases, apart from those that Terraform does not have.
func TestTablesAreComplete(t *testing.T) {
	t.Parallel()
	var source strings.Builder
	for _, file := range tables(t) {
		for _, c := range readTable(t, file) {
			source.WriteString(c.expression + "\n")
		}
	}
	var missing []string
	for _, name := range functions.Names() {
		if !strings.Contains(source.String(), name+"(") {
			missing = append(missing, name)
		}
	}
	if diff := cmp.Diff([]string{"base64gunzip", "urldecode"}, missing); diff != "" {
		t.Error(diff)
	}
}

func tables(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("testdata/terraform/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no tables", err)
	}
	return files
}

func readTable(t testing.TB, file string) []terraformCase {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []terraformCase
	for line := range strings.Lines(string(content)) {
		columns := append(strings.Split(strings.TrimSuffix(line, "\n"), arrow), "", "")
		cases = append(cases, terraformCase{columns[0], columns[1], columns[2]})
	}
	return cases
}

func writeTable(t *testing.T, file string, cases []terraformCase) {
	t.Helper()
	var content strings.Builder
	for _, c := range cases {
		content.WriteString(c.expression + arrow + c.terraform)
		if c.zsv != "" {
			content.WriteString(arrow + c.zsv)
		}
		content.WriteString("\n")
	}
	if err := os.WriteFile(file, []byte(content.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

// askTerraform gives the results of Terraform's console. An error there ends it without any result, so each expression
// that may fail stands in a try, and those with unknown values, which try does not look into, must not fail.
func askTerraform(t *testing.T, cases []terraformCase) []string {
	t.Helper()
	var question strings.Builder
	question.WriteString("[")
	for _, c := range cases {
		if strings.Contains(c.expression, "local.") {
			fmt.Fprintf(&question, "(%s), ", c.expression)
		} else {
			fmt.Fprintf(&question, "try(%s, %q), ", c.expression, failed)
		}
	}
	question.WriteString("]\n")
	answer := valueOf(t, hideUnprintable(terraformConsole(t, question.String())))
	results := make([]string, 0, len(cases))
	for _, element := range answer.Elements() {
		results = append(results, render(element))
	}
	if len(results) != len(cases) {
		t.Fatalf("Terraform gave %d results for %d expressions", len(results), len(cases))
	}
	return results
}

func terraformConsole(t *testing.T, question string) string {
	t.Helper()
	directory := t.TempDir()
	if err := os.WriteFile(filepath.Join(directory, "main.tf"), []byte(unknownLocals), 0o644); err != nil {
		t.Fatal(err)
	}
	var problems strings.Builder
	command := exec.CommandContext(t.Context(), "terraform", "console", "-no-color")
	command.Dir = directory
	command.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1")
	command.Stdin = strings.NewReader(question)
	command.Stderr = &problems
	output, err := command.Output()
	if err != nil {
		t.Fatalf("terraform console: %v\n%s", err, problems.String())
	}
	return withoutWarnings(string(output))
}

// withoutWarnings returns the answer, which begins with the bracket of the list that was asked for.
func withoutWarnings(output string) string {
	scanner := bufio.NewScanner(strings.NewReader(output))
	for scanner.Scan() {
		if scanner.Text() == "[" {
			_, answer, _ := strings.Cut(output, "[\n")
			return "[\n" + answer
		}
	}
	return output
}

// The console prints values as expressions, except for these.
const (
	unknownWord   = "unknown"
	sensitiveWord = "sensitive"
	failed        = "error"
)

func hideUnprintable(output string) string {
	return strings.NewReplacer("(known after apply)", `"`+unknownWord+`"`, "(sensitive value)", `"`+sensitiveWord+`"`).
		Replace(output)
}

func valueOf(t *testing.T, source string) cty.Value {
	t.Helper()
	value, diagnostics := evaluate(source)
	if diagnostics.HasErrors() {
		line := strings.Split(source, "\n")[diagnostics[0].Subject.Start.Line-1]
		t.Fatalf("%v: %s", diagnostics, line)
	}
	return value
}

func result(expression string) string {
	value, diagnostics := evaluate(expression)
	if diagnostics.HasErrors() {
		return failed
	}
	return render(value)
}

func evaluate(source string) (cty.Value, hcl.Diagnostics) {
	expression, diagnostics := hclsyntax.ParseExpression([]byte(source), "test.hcl", hcl.InitialPos)
	if diagnostics.HasErrors() {
		return cty.DynamicVal, diagnostics
	}
	return expression.Value(&hcl.EvalContext{
		Functions: functions.Table(),
		Variables: map[string]cty.Value{"local": cty.ObjectVal(map[string]cty.Value{
			"string": cty.UnknownVal(cty.String).RefineNotNull(),
			"list":   cty.UnknownVal(cty.List(cty.String)).RefineNotNull(),
			"number": cty.UnknownVal(cty.Number).RefineNotNull(),
			"bool":   cty.UnknownVal(cty.Bool).RefineNotNull(),
			"map":    cty.UnknownVal(cty.Map(cty.String)).RefineNotNull(),
		})},
	})
}
