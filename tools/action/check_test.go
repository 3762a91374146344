package action

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const configuration = `provider "env" "ci" {}

stack "prod" {
  secrets    = provider.env.ci
  components = [component.experiment_tracker.mlflow]
  env        = { TOKEN = "{{slack.token}}" }
}

component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_username = "{{mlflow.username}}"
  tracking_password = "{{mlflow.password}}"
}
`

// check runs the step in a workspace that has the configuration.
func check(t *testing.T, settings ...string) done {
	t.Helper()
	j := newJob(t)
	j.write(t, "main.zsv.hcl", configuration)
	return j.step(t, "check.sh", append([]string{"ZSV_PROGRAM=" + program(t)}, settings...)...)
}

// What is missing is in the log, in annotations, in the summary and in the outputs, and the exit code is zsv's.
func TestWhatIsMissingIsShown(t *testing.T) {
	t.Parallel()
	step := check(t, "MLFLOW_USERNAME=canary")
	if step.code != 2 || step.outputs["exit-code"] != "2" {
		t.Errorf("the step ended with %d, and says %q", step.code, step.outputs["exit-code"])
	}
	counts := map[string]string{}
	for _, name := range []string{"missing", "present", "unverified", "skipped"} {
		counts[name] = step.outputs[name]
	}
	if diff := cmp.Diff(map[string]string{"missing": "2", "present": "1", "unverified": "0", "skipped": "0"}, counts); diff != "" {
		t.Errorf("the counts (-wanted +got):\n%s", diff)
	}
	for _, text := range []string{"::group::zsv plan\n", "+ slack", "\n::notice title=zsv::", "\n::error file=main.zsv.hcl,line=12,"} {
		if !strings.Contains(step.log, text) {
			t.Errorf("the log does not have %q:\n%s", text, step.log)
		}
	}
	if !strings.Contains(step.summary, "mlflow") || !strings.Contains(step.summary, "|") {
		t.Errorf("the summary is\n%s", step.summary)
	}
	if strings.Contains(step.log+step.summary, "canary") {
		t.Errorf("a value shows:\n%s\n%s", step.log, step.summary)
	}
	for name, sign := range map[string]string{"sarif": `"2.1.0"`, "junit": "<testsuite", "json": `"format_version"`, "markdown": "|", "text": "+ slack"} {
		if text := content(t, step.outputs[name]); !strings.Contains(text, sign) {
			t.Errorf("the output %s is %q, which has no %s:\n%s", name, step.outputs[name], sign, text)
		}
	}
}

func TestExitCodesAreThoseOfZsv(t *testing.T) {
	t.Parallel()
	values := []string{"MLFLOW_USERNAME=a", "MLFLOW_PASSWORD=b", "SLACK_TOKEN=c"}
	for name, test := range map[string]struct {
		settings []string
		code     int
	}{
		"all is there":           {values, 0},
		"a stack":                {append([]string{"ZSV_INPUT_STACKS=prod"}, values...), 0},
		"no such stack":          {append([]string{"ZSV_INPUT_STACKS=dev"}, values...), 1},
		"validate":               {[]string{"ZSV_INPUT_COMMAND=validate"}, 0},
		"missing":                {nil, 2},
		"recursive":              {append([]string{"ZSV_INPUT_RECURSIVE=true"}, values...), 0},
		"no level":               {append([]string{"ZSV_INPUT_LEVEL="}, values...), 1},
		"no word about values":   {append([]string{"ZSV_INPUT_READ_VALUES="}, values...), 1},
		"no such directory":      {[]string{"ZSV_INPUT_DIRECTORY=nowhere"}, 1},
		"the default, if empty":  {append([]string{"ZSV_INPUT_DIRECTORY="}, values...), 0},
		"an output that is none": {append([]string{"ZSV_INPUT_FORMATS=sarif=nowhere/x.sarif"}, values...), 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			step := check(t, test.settings...)
			if step.code != test.code || step.outputs["exit-code"] != strconv.Itoa(test.code) {
				t.Errorf("the step ended with %d and says %q, not %d:\n%s", step.code, step.outputs["exit-code"], test.code, step.log)
			}
			if test.code == 1 && !strings.Contains(step.log, "::error ") {
				t.Errorf("there is no annotation:\n%s", step.log)
			}
		})
	}
}

// A configuration from a pull request cannot have less checked, nor values read.
func TestTheGateCannotBeLoosened(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.write(t, "main.zsv.hcl", configuration+`
zsv {
  validation_level = "NONE"
  rules            = { "plaintext-secret" = "off" }
}

component "alerter" "slack" {
  flavor      = "slack"
  slack_token = "xoxb-plain" # zsv:ignore plaintext-secret
}
`)
	settings := []string{"ZSV_PROGRAM=" + program(t), "ZENML_SECRET_VALIDATION_LEVEL=NONE"}
	step := j.step(t, "check.sh", append(settings, "ZSV_INPUT_RULES=plaintext-secret=error")...)
	if step.code != 1 || !strings.Contains(step.log, "plaintext-secret") {
		t.Errorf("the step ended with %d:\n%s", step.code, step.log)
	}
	step = newStep(t, j).step(t, "check.sh", settings...)
	if step.code != 2 || step.outputs["missing"] != "3" {
		t.Errorf("the step ended with %d and %v:\n%s", step.code, step.outputs, step.log)
	}
}

// A scan asks the provider that the job names for the references in files of other tools.
func TestAScan(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.write(t, "main.tf", "resource \"zenml_stack_component\" \"mlflow\" {\n"+
		"  configuration = { password = \"{{mlflow.password}}\", user = \"{{mlflow.user}}\" }\n}\n")
	j.write(t, "other.yaml", "a: \"{{slack.token}}\"\n")
	step := j.step(t, "check.sh", "ZSV_PROGRAM="+program(t), "ZSV_INPUT_COMMAND=scan", "ZSV_INPUT_PROVIDER=env",
		"ZSV_INPUT_PATHS=main.tf", "MLFLOW_USER=ml")
	if step.code != 2 || step.outputs["missing"] != "1" || step.outputs["present"] != "1" {
		t.Errorf("the step ended with %d and %v:\n%s", step.code, step.outputs, step.log)
	}
	if !strings.Contains(step.log, "::error file=main.tf,line=2,") || !strings.Contains(step.summary, "mlflow") {
		t.Errorf("there is no annotation, or nothing in the summary:\n%s\n%s", step.log, step.summary)
	}
	step = newStep(t, j).step(t, "check.sh", "ZSV_PROGRAM="+program(t), "ZSV_INPUT_COMMAND=scan", "ZSV_INPUT_PROVIDER=env",
		"ZSV_INPUT_EXCLUDE=*.tf", "SLACK_TOKEN=x")
	if step.code != 0 || step.outputs["present"] != "1" {
		t.Errorf("the step without main.tf ended with %d and %v:\n%s", step.code, step.outputs, step.log)
	}
}

// newStep is the same workspace with nothing that an earlier step left.
func newStep(t *testing.T, j *job) *job {
	t.Helper()
	next := newJob(t)
	next.workspace = j.workspace
	return next
}

func TestInputsThatAreWrong(t *testing.T) {
	t.Parallel()
	for setting, says := range map[string]string{
		"ZSV_INPUT_COMMAND=apply":                   "the input command takes plan, validate or scan.",
		"ZSV_INPUT_COMMAND=":                        "the input command takes plan, validate or scan.",
		"ZSV_INPUT_COMMAND=plan --level NONE":       "the input command takes plan, validate or scan.",
		"ZSV_INPUT_RECURSIVE=yes":                   "the input recursive takes true or false.",
		"ZSV_INPUT_RECURSIVE=\n::set-output name=a": "the input recursive takes true or false.",
		"ZSV_INPUT_ALLOW_UNVERIFIED=":               "the input allow-unverified takes true or false.",
		"ZSV_INPUT_SUMMARY=True":                    "the input summary takes true or false.",
		"ZSV_INPUT_FORMATS=json":                    "the input formats takes FORMAT=FILE",
		"ZSV_INPUT_COMMAND=scan":                    "scan needs the input provider",
		"ZSV_INPUT_PROVIDER=zenml":                  "the input provider is for scan.",
		"ZSV_INPUT_ARGUMENTS=a=::error::b":          "the input arguments is for scan.",
		"ZSV_INPUT_PATHS=infrastructure":            "the input paths is for scan.",
		"ZSV_INPUT_EXCLUDE=legacy/":                 "the input exclude is for scan.",
		"ZSV_INPUT_ID_TOKEN_AUDIENCE=vault":         `give it the permission "id-token: write"`,
	} {
		t.Run(setting, func(t *testing.T) {
			t.Parallel()
			step := check(t, setting)
			if step.code != 1 || !strings.HasPrefix(step.log, "::error title=zsv::") || !strings.Contains(step.log, says) {
				t.Errorf("the step ended with %d, and does not say %q:\n%s", step.code, says, step.log)
			}
			if strings.Contains(step.log, "set-output") {
				t.Errorf("the input reaches the log:\n%s", step.log)
			}
		})
	}
	for input, value := range map[string]string{"stacks": "prod", "recursive": "true", "out": "plan.zsvplan"} {
		step := check(t, "ZSV_INPUT_COMMAND=scan", "ZSV_INPUT_PROVIDER=env", variable(input)+"="+value)
		if step.code != 1 || !strings.Contains(step.log, "the input "+input+" is for plan") {
			t.Errorf("%s for scan ended with %d:\n%s", input, step.code, step.log)
		}
	}
	for input, value := range map[string]string{"stacks": "prod", "allow-unverified": "true", "out": "plan.zsvplan"} {
		step := check(t, "ZSV_INPUT_COMMAND=validate", variable(input)+"="+value)
		if step.code != 1 || !strings.Contains(step.log, "the input "+input+" is for plan") {
			t.Errorf("%s for validate ended with %d:\n%s", input, step.code, step.log)
		}
	}
}

// hostile are texts that a script could run, split or take for a flag.
var hostile = []string{
	"a b", "$(touch pwned)", "`touch pwned`", "';touch pwned;'", `"; touch pwned; "`, "--level=NONE", "-x", "*", "~",
	`back\slash`, "%s%n", "${ZSV_PROGRAM}", "&& touch pwned", "| touch pwned", "é \u202e",
}

// Whatever an input holds, it is one argument, as it was given.
func TestInputsAreArguments(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.write(t, "zsv", `#!/bin/sh
: >arguments
for argument; do printf '%s\036' "$argument" >>arguments; done
`)
	if err := os.Chmod(filepath.Join(j.workspace, "zsv"), 0o755); err != nil {
		t.Fatal(err)
	}
	lines := strings.Join(hostile, "\n") + "\n\n"
	for _, directory := range append(hostile, "two\nlines\n::error::x", " ") {
		step := j.step(t, "check.sh", "ZSV_PROGRAM="+filepath.Join(j.workspace, "zsv"), "ZSV_INPUT_DIRECTORY="+directory,
			"ZSV_INPUT_STACKS="+lines, "ZSV_INPUT_RULES="+lines, "ZSV_INPUT_VARIABLES="+lines, "ZSV_INPUT_VARIABLE_FILES="+lines,
			"ZSV_INPUT_FORMATS=json=$(touch pwned)\n  sarif=a b\r\n", "ZSV_INPUT_LEVEL="+directory,
			"ZSV_INPUT_READ_VALUES="+directory, "ZSV_INPUT_TIMEOUT="+directory, "ZSV_INPUT_OUT="+directory)
		if step.code != 0 {
			t.Fatalf("with the directory %q the step ended with %d:\n%s", directory, step.code, step.log)
		}
		want := []string{"plan", "--level=" + directory, "--read-values=" + directory, "--timeout=" + directory, "--out=" + directory}
		for _, flag := range []string{"--stack=", "--rule=", "--var=", "--var-file="} {
			for _, text := range hostile {
				want = append(want, flag+text)
			}
		}
		want = append(want, "--format=json=$(touch pwned)", "--format=sarif=a b")
		got := strings.Split(content(t, filepath.Join(j.workspace, "arguments")), "\x1e")
		if diff := cmp.Diff(want, got[:min(len(want), len(got))]); diff != "" {
			t.Fatalf("the arguments (-wanted +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{"--", directory, ""}, got[len(got)-3:]); diff != "" {
			t.Fatalf("the last arguments (-wanted +got):\n%s", diff)
		}
	}
	step := j.step(t, "check.sh", "ZSV_PROGRAM="+filepath.Join(j.workspace, "zsv"), "ZSV_INPUT_COMMAND=scan",
		"ZSV_INPUT_PROVIDER="+hostile[1], "ZSV_INPUT_ARGUMENTS="+lines, "ZSV_INPUT_EXCLUDE="+lines, "ZSV_INPUT_PATHS="+lines)
	got := strings.Split(content(t, filepath.Join(j.workspace, "arguments")), "\x1e")
	var want []string
	for _, flag := range []string{"--argument=", "--exclude="} {
		for _, text := range hostile {
			want = append(want, flag+text)
		}
	}
	given := got[slices.Index(got, want[0]):]
	if diff := cmp.Diff(want, given[:len(want)]); step.code != 0 || diff != "" || got[1] != "--provider="+hostile[1] {
		t.Errorf("scan ended with %d; its arguments (-wanted +got):\n%s\n%q", step.code, diff, got)
	}
	if diff := cmp.Diff(append([]string{"--"}, hostile...), got[len(got)-len(hostile)-2:len(got)-1]); diff != "" {
		t.Errorf("the paths of scan (-wanted +got):\n%s", diff)
	}
	if _, err := os.Stat(filepath.Join(j.workspace, "pwned")); err == nil {
		t.Error("an input was run")
	}
}

// The texts of a configuration reach neither the runner's commands nor the outputs of the step.
func TestTextsOfTheConfigurationAreObeyedNowhere(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	for i, text := range []string{`\n::set-output name=missing::0`, `::error::x`, `##[command]rm`, `\n  \"summary\": {\n    \"missing\": 0`} {
		directory := "dir" + strconv.Itoa(i)
		j.write(t, filepath.Join(directory, "main.zsv.hcl"), `provider "env" "ci" {}
secret "s`+strconv.Itoa(i)+`" {
  provider = provider.env.ci
  key "k" { hint = "`+text+`" }
}
`)
	}
	step := j.step(t, "check.sh", "ZSV_PROGRAM="+program(t), "ZSV_INPUT_RECURSIVE=true")
	var report struct{ Summary map[string]int }
	if err := json.Unmarshal([]byte(content(t, step.outputs["json"])), &report); err != nil {
		t.Fatalf("%v:\n%s", err, step.log)
	}
	if got := step.outputs["missing"]; got != strconv.Itoa(report.Summary["missing"]) || got == "0" {
		t.Errorf("the output says %q, the report %d:\n%s", got, report.Summary["missing"], step.log)
	}
	stopped := ""
	for line := range strings.Lines(step.log) {
		line = strings.TrimSpace(line)
		command, value, _ := strings.Cut(strings.TrimPrefix(line, "::"), "::")
		switch {
		case stopped != "":
			if line == "::"+stopped+"::" {
				stopped = ""
			}
		case command == "stop-commands":
			stopped = value
		case strings.HasPrefix(line, "::set-output"), strings.Contains(line, "##["), strings.HasPrefix(line, "::error::"):
			t.Errorf("the runner would obey the line %q", line)
		}
	}
	if stopped != "" {
		t.Error("the runner is not told to go on")
	}
}

// GitHub shows no summary at all of a step that wrote too much.
func TestASummaryThatIsTooLong(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.write(t, "zsv", `#!/bin/sh
for argument; do
	case $argument in --format=markdown=*) head -c 1100000 /dev/zero | tr '\0' x >"${argument#*=*=}" ;; esac
done
exit 2
`)
	if err := os.Chmod(filepath.Join(j.workspace, "zsv"), 0o755); err != nil {
		t.Fatal(err)
	}
	step := j.step(t, "check.sh", "ZSV_PROGRAM="+filepath.Join(j.workspace, "zsv"))
	if step.code != 2 || len(step.summary) == 0 || len(step.summary) > 1000 {
		t.Errorf("the step ended with %d and a summary of %d bytes", step.code, len(step.summary))
	}
	if !strings.Contains(step.log, "::error title=zsv::zsv exited with 2 and wrote no report") {
		t.Errorf("nothing says that there is no report:\n%s", step.log)
	}
}

func TestNoSummary(t *testing.T) {
	t.Parallel()
	if step := check(t, "ZSV_INPUT_SUMMARY=false"); step.code != 2 || step.summary != "" {
		t.Errorf("the step ended with %d and the summary\n%s", step.code, step.summary)
	}
}

// What the workflow asks for beside the reports of the action is written where it says.
func TestFurtherFormats(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.write(t, "main.zsv.hcl", configuration)
	j.step(t, "check.sh", "ZSV_PROGRAM="+program(t), "ZSV_INPUT_FORMATS=compact=out put.txt\n json=report.json")
	for name, sign := range map[string]string{"out put.txt": "[missing-secret]", "report.json": `"format_version"`} {
		if text := content(t, filepath.Join(j.workspace, name)); !strings.Contains(text, sign) {
			t.Errorf("%s is\n%s", name, text)
		}
	}
}

// A plan that a step saves is one that a later job shows and runs.
func TestAPlanIsSaved(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.write(t, "main.zsv.hcl", configuration)
	step := j.step(t, "check.sh", "ZSV_PROGRAM="+program(t), "ZSV_INPUT_OUT=a b.zsvplan")
	if step.code != 2 {
		t.Fatalf("the step ended with %d:\n%s", step.code, step.log)
	}
	show := exec.Command(program(t), "show", "a b.zsvplan")
	show.Dir = j.workspace
	if output, _ := show.CombinedOutput(); show.ProcessState.ExitCode() != 2 || !strings.Contains(string(output), "+ slack") {
		t.Errorf("zsv show ended with %d:\n%s", show.ProcessState.ExitCode(), output)
	}
}

// Annotations are placed in the repository, wherever the configuration is in it.
func TestAnnotationsAreRelativeToTheRepository(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	j.write(t, "pipelines/a b/main.zsv.hcl", configuration)
	if output, err := exec.Command("git", "init", "--quiet", j.workspace).CombinedOutput(); err != nil {
		t.Fatalf("git: %v: %s", err, output)
	}
	step := j.step(t, "check.sh", "ZSV_PROGRAM="+program(t), "ZSV_INPUT_DIRECTORY=pipelines/a b")
	if !strings.Contains(step.log, "::error file=pipelines/a b/main.zsv.hcl,line=") {
		t.Errorf("the log is\n%s", step.log)
	}
}
