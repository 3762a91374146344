package action

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// A template is docs/ci/zsv.gitlab-ci.yml, as far as the jobs' scripts go.
type template struct {
	Variables map[string]string
	Base      struct {
		Variables map[string]string
		Before    []string `yaml:"before_script"`
	} `yaml:".zsv"`
	Validate struct{ Script []string } `yaml:"zsv:validate"`
	Plan     struct{ Script []string } `yaml:"zsv:plan"`
}

// gitlabJob runs a job's script as GitLab's runner does, in one shell that ends at the first failure.
func gitlabJob(t *testing.T, j *job, choose func(template) []string, settings ...string) done {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "docs", "ci", "zsv.gitlab-ci.yml"))
	if err != nil {
		t.Fatal(err)
	}
	var jobs template
	if err := yaml.Unmarshal(text, &jobs); err != nil {
		t.Fatal(err)
	}
	for name, value := range jobs.Variables {
		settings = append([]string{name + "=" + value}, settings...)
	}
	settings = append(settings, "ZSV_ARCHIVE="+archiveName, "TMPDIR="+j.temp)
	if got := jobs.Base.Variables["ZSV_ARCHIVE"]; strings.ReplaceAll(got, "${ZSV_VERSION}", "0.1.0") != archiveName {
		t.Errorf("the archive is called %q", got)
	}
	script := "set -eo pipefail\n" + strings.Join(append(jobs.Base.Before, choose(jobs)...), "\n")
	command := exec.CommandContext(t.Context(), "bash", "-c", script)
	command.Dir, command.Env = j.workspace, append(j.environment(), settings...)
	log, _ := command.CombinedOutput()
	return done{code: command.ProcessState.ExitCode(), log: string(log)}
}

func validateScript(jobs template) []string { return jobs.Validate.Script }

func planScript(jobs template) []string { return jobs.Plan.Script }

// gitlabRelease is a release with the zsv of this tree.
func gitlabRelease(t *testing.T) (settings []string, release *release) {
	t.Helper()
	if _, err := exec.LookPath("sha256sum"); err != nil {
		t.Skip("there is no sha256sum, which the job's image has: run this test on Linux")
	}
	release = newRelease(t)
	archive := archiveOf(t, content(t, program(t)))
	release.files["/v0.1.0/"+archiveName] = archive
	return append(release.settings(t), "ZSV_DOWNLOAD_URL="+release.URL, "ZSV_SHA256="+sum(archive)), release
}

func TestTheJobsOfGitLab(t *testing.T) {
	t.Parallel()
	settings, release := gitlabRelease(t)
	j := newJob(t)
	j.write(t, "pipelines/main.zsv.hcl", configuration)
	step := gitlabJob(t, j, validateScript, settings...)
	if step.code != 0 || !strings.Contains(step.log, "Success!") {
		t.Errorf("zsv:validate ended with %d:\n%s", step.code, step.log)
	}
	step = gitlabJob(t, j, planScript, append(settings, "MLFLOW_USERNAME=canary")...)
	if step.code != 2 || !strings.Contains(step.log, "Plan: 2 keys to register") || strings.Contains(step.log, "canary") {
		t.Errorf("zsv:plan ended with %d:\n%s", step.code, step.log)
	}
	for name, sign := range map[string]string{"zsv.md": "mlflow", "zsv-junit.xml": "<testsuite"} {
		if text := content(t, filepath.Join(j.workspace, name)); !strings.Contains(text, sign) {
			t.Errorf("%s has no %s:\n%s", name, sign, text)
		}
	}
	if asked := release.asked.all(); len(asked) != 1 {
		t.Errorf("the archive that is there was not used: %q were asked for", asked)
	}
}

// Nothing but the archive that was meant is run, wherever it comes from.
func TestAnotherArchiveInGitLab(t *testing.T) {
	t.Parallel()
	settings, _ := gitlabRelease(t)
	for name, test := range map[string]struct {
		cached   string
		settings []string
		says     string
	}{
		"in the cache":   {cached: "another", says: "FAILED"},
		"at the release": {settings: []string{"ZSV_SHA256=" + sum(nil)}, says: "FAILED"},
		"no checksum":    {settings: []string{"ZSV_SHA256="}, says: "set it to the SHA-256 of the archive"},
		"no release":     {settings: []string{"ZSV_VERSION=9.9.9"}, says: "404"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJob(t)
			j.write(t, "main.zsv.hcl", configuration)
			if test.cached != "" {
				j.write(t, ".zsv-archive/"+archiveName, string(archiveOf(t, test.cached)))
			}
			step := gitlabJob(t, j, planScript, append(settings, test.settings...)...)
			if step.code == 0 || step.code == 2 || !strings.Contains(step.log, test.says) || strings.Contains(step.log, "Plan:") {
				t.Errorf("the job ended with %d, and does not say %q:\n%s", step.code, test.says, step.log)
			}
		})
	}
}

// The template's address is one with https.
func TestTheTemplateAsksNoOther(t *testing.T) {
	t.Parallel()
	settings, release := gitlabRelease(t)
	plain := httptest.NewServer(release)
	t.Cleanup(plain.Close)
	step := gitlabJob(t, newJob(t), planScript, append(settings, "ZSV_DOWNLOAD_URL="+plain.URL)...)
	if asked := release.asked.all(); step.code == 0 || len(asked) != 0 {
		t.Errorf("the job ended with %d, and asked for %q", step.code, asked)
	}
}
