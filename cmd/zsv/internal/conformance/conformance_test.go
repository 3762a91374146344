package conformance_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/conformance"
	"github.com/zsv-dev/zsv/internal/argument"
	"github.com/zsv-dev/zsv/providers"
)

// TestMain lets the test's own program be the one under test, and the one that fills stores.
func TestMain(m *testing.M) {
	switch {
	case len(os.Args) > 2 && os.Args[1] == "provider":
		serve(world{bufio.NewReader(os.Stdin), os.Stdout, os.Stderr}, vandalOf(os.Args[2]))
	case len(os.Args) > 2 && os.Args[1] == "filler":
		fillStore(os.Args[2])
	default:
		os.Exit(m.Run())
	}
}

func vandalOf(name string) vandal {
	for _, v := range append(vandals, boaster, denier, sloth, rover, braggart, leaver) {
		if v.name == name {
			return v
		}
	}
	return vandal{}
}

// fillStore is the author's program, in one of several manners.
func fillStore(manner string) {
	var asked struct {
		Method, Directory string
		Secrets           map[string]map[string]any
	}
	if err := json.NewDecoder(os.Stdin).Decode(&asked); err != nil {
		panic(err)
	}
	log, _ := os.OpenFile(os.Getenv("FILLER_LOG"), os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	_, _ = log.WriteString(asked.Method + "\n")
	switch manner {
	case "fails":
		_, _ = os.Stderr.WriteString("no server runs\n")
		os.Exit(1)
	case "floods":
		for range 40 {
			_, _ = os.Stdout.WriteString(strings.Repeat("x", 1<<19) + "\n")
		}
		return
	case "garbage":
		_, _ = os.Stdout.WriteString("filled!")
		return
	}
	file := filepath.Join(asked.Directory, "store.json")
	text, _ := json.Marshal(asked.Secrets)
	_ = os.WriteFile(file, text, 0o600)
	store := map[string]any{"values": "text"}
	if manner == "pattern" {
		store["secrets"] = "("
	}
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{"arguments": map[string]any{"path": file}, "clear": true, "store": store})
}

// given returns arguments as they are given on a command line.
func given(t *testing.T, texts ...string) []argument.Argument {
	t.Helper()
	arguments, err := argument.Read(texts)
	if err != nil {
		t.Fatal(err)
	}
	return arguments
}

func candidate(t *testing.T, vandal, filler string) conformance.Candidate {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	scratch, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	around := providers.Surroundings{Dir: scratch, ProjectDir: scratch, Environ: os.Environ()}
	c, err := conformance.NewCandidate(conformance.Command{Path: binary, Args: []string{"provider", vandal}}, "test",
		given(t, "timeout=10s"), around)
	if err != nil {
		t.Fatal(err)
	}
	c.Scratch, c.PathArguments = scratch, []string{"path"}
	if filler != "" {
		c.FillBy(conformance.Command{Path: binary, Args: []string{"filler", filler}},
			append(os.Environ(), "FILLER_LOG="+filepath.Join(scratch, "filler.log")))
	}
	return c
}

func TestAnHonestProgramPasses(t *testing.T) {
	t.Parallel()
	c := candidate(t, "honest", "well")
	told := 0
	outcome := c.Judge(t.Context(), func(conformance.Result) { told++ })
	for _, result := range outcome.Results {
		if result.Verdict != conformance.Passed {
			t.Errorf("%s: %s %q", result.Name, result.Verdict, result.Seen)
		}
	}
	if outcome.Hello == nil || outcome.Hello.Name != "honest" || told != len(outcome.Results) || told < 50 {
		t.Errorf("it said %+v, and %d of %d cases were told of", outcome.Hello, told, len(outcome.Results))
	}
	log, err := os.ReadFile(filepath.Join(c.Scratch, "filler.log"))
	if fills, clears := strings.Count(string(log), "fill\n"), strings.Count(string(log), "clear\n"); err != nil || fills != clears {
		t.Errorf("%d stores were filled, %d cleared (%v)", fills, clears, err)
	}
	if left, _ := filepath.Glob(filepath.Join(c.Scratch, "case-*")); len(left) > 0 {
		t.Errorf("left behind: %q", left)
	}
}

// TestEachCaseCatches holds each case of the protocol to its own purpose.
func TestEachCaseCatches(t *testing.T) {
	t.Parallel()
	for _, v := range vandals {
		t.Run(v.by+"/"+v.name, func(t *testing.T) {
			t.Parallel()
			c := candidate(t, v.name, v.filler)
			c.Only = func(name string) bool { return name == v.by }
			if v.isLate {
				c.Options.Timeout = time.Second
			}
			outcome := c.Judge(t.Context(), nil)
			for _, result := range outcome.Results {
				seen := strings.Join(result.Seen, "\n")
				if result.Name == v.by && result.Verdict == conformance.Failed && strings.Contains(seen, v.finding) {
					return
				}
			}
			t.Errorf("no finding has %q: %+v", v.finding, outcome.Results)
		})
	}
}

// TestEachCaseIsTried finds a case of the protocol that no vandal tries.
func TestEachCaseIsTried(t *testing.T) {
	t.Parallel()
	outcome := candidate(t, "honest", "").Judge(t.Context(), nil)
	for _, result := range outcome.Results {
		tried := false
		for _, v := range vandals {
			tried = tried || v.by == result.Name
		}
		if !tried {
			t.Errorf("no vandal tries %q", result.Name)
		}
	}
}

// only returns what came of one case.
func only(t *testing.T, c conformance.Candidate, name string) (conformance.Result, conformance.Outcome) {
	t.Helper()
	c.Only = func(one string) bool { return one == name }
	outcome := c.Judge(t.Context(), nil)
	for _, result := range outcome.Results {
		if result.Name == name {
			return result, outcome
		}
	}
	t.Fatalf("there is no case %q: %+v", name, outcome.Results)
	return conformance.Result{}, outcome
}

// What a program says beyond the protocol is ignored, as the protocol says.
func TestCapabilitiesOfLaterVersions(t *testing.T) {
	t.Parallel()
	result, _ := only(t, candidate(t, boaster.name, ""), "hello")
	if seen := strings.Join(result.Seen, "\n"); result.Verdict != conformance.Passed || !strings.Contains(seen, "conquer") {
		t.Errorf("%+v", result)
	}
}

func TestAProgramThatIsSlowToExit(t *testing.T) {
	t.Parallel()
	result, _ := only(t, candidate(t, sloth.name, ""), "the end of its input")
	seen := strings.Join(result.Seen, "\n")
	if result.Verdict != conformance.Passed || !strings.Contains(seen, "more than half a second to exit") {
		t.Errorf("%+v", result)
	}
}

// What is shown of a program's texts is shown in a CI's log.
func TestCredentialsAreNotShown(t *testing.T) {
	t.Parallel()
	for _, name := range []string{braggart.name, leaver.name} {
		c := candidate(t, name, "")
		c.Program.Environ = append(c.Program.Environ, "TEST_TOKEN=hvs.CAESIJ-a-real-token")
		result, _ := only(t, c, "an answer")
		if seen := strings.Join(result.Seen, "\n"); result.Verdict != conformance.Failed || strings.Contains(seen, "CAES") ||
			!strings.Contains(seen, "***") {
			t.Errorf("%s: %+v", name, result)
		}
	}
}

// A program that answers nothing has not passed what it was asked.
func TestAProgramThatAnswersNothing(t *testing.T) {
	t.Parallel()
	result, outcome := only(t, candidate(t, denier.name, ""), "odd names")
	if result.Verdict != conformance.Skipped || !strings.HasPrefix(result.Seen[0], "nothing was answered: denied: nobody may see") {
		t.Errorf("%+v", result)
	}
	if !strings.HasPrefix(outcome.Unanswered, "denied: nobody may see") {
		t.Errorf("%q", outcome.Unanswered)
	}
	if _, outcome := only(t, candidate(t, "honest", "well"), "odd names"); outcome.Unanswered != "" {
		t.Errorf("%q", outcome.Unanswered)
	}
}

// Who asks twice gets the same report, names and ports and all.
func TestAReportIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"denies", "goes anywhere", "takes failures for answers", "reads anything"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var reports []conformance.Outcome
			for range 2 {
				c := candidate(t, name, "")
				c.Only = func(one string) bool { return strings.Contains(one, "trust") || strings.Contains(one, "nobody") }
				reports = append(reports, c.Judge(t.Context(), nil))
			}
			if diff := cmp.Diff(reports[0], reports[1]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An argument may take a list of addresses.
func TestAddressesInAList(t *testing.T) {
	t.Parallel()
	c := candidate(t, rover.name, "")
	c.AddressArguments = []string{"hosts"}
	result, _ := only(t, c, "addresses that nobody trusts")
	if seen := strings.Join(result.Seen, "\n"); !strings.Contains(seen, "with hosts set to an address") ||
		!strings.Contains(seen, "that is contacted for check") {
		t.Errorf("%+v", result)
	}
}

func TestFillersThatFail(t *testing.T) {
	t.Parallel()
	for manner, want := range map[string]string{
		"fails":   "did not write what a store is reached by, as JSON; it wrote to standard error: no server runs",
		"garbage": "did not write what a store is reached by, as JSON",
		"floods":  "wrote more than 16 MiB",
		"pattern": "its store.secrets is no regular expression",
	} {
		t.Run(manner, func(t *testing.T) {
			t.Parallel()
			c := candidate(t, "honest", manner)
			c.Only = func(name string) bool { return strings.Contains(name, "store") || name == "a missing key" }
			results := c.Judge(t.Context(), nil).Results
			if first := results[0]; first.Verdict != conformance.Failed || !strings.Contains(strings.Join(first.Seen, "\n"), want) {
				t.Errorf("the first case: %+v, want %q", first, want)
			}
			if last := results[len(results)-1]; last.Verdict != conformance.Skipped {
				t.Errorf("the last case: %+v", last)
			}
		})
	}
}

func TestATimeThatIsUp(t *testing.T) {
	t.Parallel()
	c := candidate(t, "says nothing", "")
	c.Options.Timeout = time.Hour
	ctx, cancel := contextOf(t)
	cancel()
	for _, result := range c.Judge(ctx, nil).Results {
		if result.Verdict != conformance.Skipped {
			t.Errorf("%+v", result)
		}
	}
}

func TestArgumentsThatZsvHeeds(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"timeout=soon", "concurrency=1.5", "concurrency=two", "prefix=1"} {
		_, err := conformance.NewCandidate(conformance.Command{Path: "/x"}, "test", given(t, text), providers.Surroundings{})
		if name, _, _ := strings.Cut(text, "="); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", text, err)
		}
	}
	c, err := conformance.NewCandidate(conformance.Command{Path: "/x"}, "my-type",
		given(t, "timeout=3s", "concurrency=2", "prefix=p/", "other=true"), providers.Surroundings{})
	if err != nil || c.Options.Timeout != 3*time.Second || c.Options.Concurrency != 2 || c.Options.Prefix != "p/" ||
		len(c.Options.Arguments) != 1 || c.CredentialPrefix != "MY_TYPE_" {
		t.Errorf("%+v, %v", c, err)
	}
}
