package file

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// naming returns the source of a block that names recipients.
func naming(recipients ...string) string {
	quoted := make([]string, len(recipients))
	for i, name := range recipients {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return "recipients = [" + strings.Join(quoted, ", ") + "]"
}

// A consent notes who was asked about, and accepts some, and drops some.
type consent struct {
	asked, accepts     []string
	askedToDrop, drops []string
	situations         []string
	before             func() // runs at each question
}

func (c *consent) accept(recipient, situation string) bool {
	c.asked, c.situations = append(c.asked, recipient), append(c.situations, situation)
	if c.before != nil {
		c.before()
	}
	return slices.Contains(c.accepts, recipient)
}

func (c *consent) drop(recipient, situation string) bool {
	c.askedToDrop, c.situations = append(c.askedToDrop, recipient), append(c.situations, situation)
	if c.before != nil {
		c.before()
	}
	return slices.Contains(c.drops, recipient)
}

func (p *person) openAsking(t *testing.T, dir, source string, c *consent) named {
	t.Helper()
	around := p.around(dir)
	around.AcceptRecipient, around.DropRecipient = c.accept, c.drop
	return openWith(t, source, around)
}

// Two people share a store: the one who has it lets the other one in, who can read and write it then, and is put out again.
func TestPeopleShareAStore(t *testing.T) {
	t.Parallel()
	ann, bob, dir := newPerson(t), newPerson(t), t.TempDir()
	setKey(t, ann.open(t, dir, ""), "mlflow", "password", "one")
	if got := verdict(t, bob.open(t, dir, ""), "mlflow.password"); !strings.HasPrefix(got, "error locked: ") ||
		!strings.Contains(got, bob.public()) {
		t.Fatalf("one who is no recipient sees: %s", got)
	}
	both := naming(ann.public(), bob.public(), ann.public())
	c := &consent{accepts: []string{bob.public()}}
	written := setKey(t, ann.openAsking(t, dir, both, c), "mlflow", "user", "two")
	if len(written.Warnings) > 0 || !slices.Equal(c.asked, []string{bob.public()}) {
		t.Errorf("asked about %q, want %q; warnings %q", c.asked, bob.public(), written.Warnings)
	}
	setKey(t, bob.open(t, dir, ""), "mlflow", "token", "three") // he is known now, without asking or naming anyone
	want := map[string]string{"password": "one", "user": "two", "token": "three"}
	for name, p := range map[string]*person{"ann": ann, "bob": bob} {
		if diff := cmp.Diff(want, valuesOf(t, p.open(t, dir, ""), "mlflow")); diff != "" {
			t.Errorf("%s reads (-want +got):\n%s", name, diff)
		}
	}
	c = &consent{drops: []string{bob.public()}}
	written = setKey(t, ann.openAsking(t, dir, naming(ann.public()), c), "mlflow", "token", "four")
	if len(written.Warnings) != 1 || !strings.Contains(written.Warnings[0], bob.public()) {
		t.Errorf("the warnings do not name who was dropped: %q", written.Warnings)
	}
	if got := verdict(t, bob.open(t, dir, ""), "mlflow.password"); !strings.HasPrefix(got, "error locked: ") {
		t.Errorf("one who was dropped sees: %s", got)
	}
}

// A block alone lets nobody in: not into a store that is there, nor into a new one.
func TestNewRecipientsNeedConsent(t *testing.T) {
	t.Parallel()
	for name, makes := range map[string]func(t *testing.T, dir string, ann *person){
		"a new store": func(*testing.T, string, *person) {},
		"an old store": func(t *testing.T, dir string, ann *person) {
			setKey(t, ann.open(t, dir, ""), "mlflow", "password", "one")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ann, eve, dir := newPerson(t), newPerson(t), t.TempDir()
			makes(t, dir, ann)
			before := filesBelow(t, dir)
			for who, c := range map[string]*consent{"nobody to ask": nil, "a no": {}} {
				around := ann.around(dir)
				if c != nil {
					around.AcceptRecipient = c.accept
				}
				store := openWith(t, naming(eve.public()), around)
				_, err := store.Write(t.Context(), sealedChange("mlflow", "user", "x"))
				wantRefused(t, err, providers.Untrusted, "--accept-recipient "+eve.public())
				_, err = store.Write(t.Context(), sealedChange("slack", "token", "x"))
				wantRefused(t, err, providers.Untrusted)
				if c != nil && len(c.asked) != 1 {
					t.Errorf("%s: asked %d times, want once a run", who, len(c.asked))
				}
			}
			if diff := cmp.Diff(before, filesBelow(t, dir)); diff != "" {
				t.Errorf("something was written (-before +after):\n%s", diff)
			}
		})
	}
}

// Deleting and renaming write the store too, for the recipients of the block.
func TestEveryWriteHeedsRecipients(t *testing.T) {
	t.Parallel()
	ann, bob, dir := newPerson(t), newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}, "b": {"k": "v"}}, ann.public())
	refusing := ann.open(t, dir, naming(bob.public()))
	_, err := refusing.Delete(t.Context(), "a")
	wantRefused(t, err, providers.Untrusted)
	wantRefused(t, refusing.Rename(t.Context(), "a", "c"), providers.Untrusted)

	c := &consent{accepts: []string{bob.public()}}
	must(t, ann.openAsking(t, dir, naming(bob.public()), c).Rename(t.Context(), "a", "c"))
	if got := verdict(t, bob.open(t, dir, ""), "c.k"); got != "present" {
		t.Errorf("after the rename the new recipient sees: %s", got)
	}
	var told []string
	around := bob.around(dir)
	around.Tell = func(text string) { told = append(told, text) }
	around.DropRecipient = (&consent{drops: []string{ann.public()}}).drop
	_, err = openWith(t, naming(bob.public()), around).Delete(t.Context(), "b")
	must(t, err)
	if len(told) != 1 || !strings.Contains(told[0], ann.public()) {
		t.Errorf("the deletion does not tell who was dropped: %q", told)
	}
}

// A change that comes to nothing gives a store its block's recipients, and with the same ones writes nothing.
func TestAnEmptyChangeSharesAStore(t *testing.T) {
	t.Parallel()
	ann, bob, dir := newPerson(t), newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public())
	c := &consent{accepts: []string{bob.public()}}
	store := ann.openAsking(t, dir, naming(ann.public(), bob.public()), c)
	nothing := providers.Change{Location: "a", Condition: providers.IfPresent}
	_, err := store.Write(t.Context(), nothing)
	must(t, err)
	if got := verdict(t, bob.open(t, dir, ""), "a.k"); got != "present" {
		t.Errorf("the new recipient sees: %s", got)
	}
	path := filepath.Join(dir, defaultPath)
	before := readText(t, path)
	_, err = store.Write(t.Context(), nothing)
	must(t, err)
	if readText(t, path) != before {
		t.Error("a change that comes to nothing wrote the store again")
	}
}

// The user is asked without the store being locked, and about those whom someone else dropped meanwhile, again.
func TestTheStoreChangesWhileTheUserIsAsked(t *testing.T) {
	t.Parallel()
	ann, bob, eve, dir := newPerson(t), newPerson(t), newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public(), bob.public())
	c := &consent{accepts: []string{bob.public(), eve.public()}}
	c.before = func() {
		if len(c.asked) == 1 {
			drop := &consent{drops: []string{bob.public()}}
			setKey(t, ann.openAsking(t, dir, naming(ann.public()), drop), "a", "other", "v")
		}
	}
	setKey(t, ann.openAsking(t, dir, naming(ann.public(), bob.public(), eve.public()), c), "a", "mine", "v")
	if want := []string{eve.public(), bob.public()}; !slices.Equal(c.asked, want) {
		t.Errorf("asked about %q, want %q", c.asked, want)
	}
	if diff := cmp.Diff(map[string]string{"k": "v", "other": "v", "mine": "v"}, valuesOf(t, bob.open(t, dir, ""), "a")); diff != "" {
		t.Error(diff)
	}
}

// One's own keys need no consent: an old and a new one in one file.
func TestRotatingAnIdentity(t *testing.T) {
	t.Parallel()
	ann, next, dir := newPerson(t), newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, ann.public())
	must(t, os.WriteFile(ann.keyFile(), []byte(ann.String()+"\n"+next.String()+"\n"), 0o600))
	written := setKey(t, ann.open(t, dir, naming(next.public())), "a", "k", "w")
	if len(written.Warnings) > 0 {
		t.Errorf("warnings: %q", written.Warnings)
	}
	if got := verdict(t, next.open(t, dir, ""), "a.k"); got != "present" {
		t.Errorf("the new key sees: %s", got)
	}
	must(t, os.WriteFile(ann.keyFile(), []byte(ann.String()+"\n"), 0o600))
	if got := verdict(t, ann.open(t, dir, ""), "a.k"); !strings.HasPrefix(got, "error locked: ") {
		t.Errorf("the old key sees: %s", got)
	}
}

// What the user says in advance counts for a store whose block names nobody, too; what comes to nothing is said.
func TestWordsInAdvance(t *testing.T) {
	t.Parallel()
	ann, bob, eve, dir := newPerson(t), newPerson(t), newPerson(t), t.TempDir()
	around := ann.around(dir)
	var told []string
	around.Tell = func(text string) { told = append(told, text) }
	around.AcceptedRecipients = []string{bob.public(), eve.public()}
	store := openWith(t, naming(bob.public()), around)
	want := []string{`Nobody was let into ".zsv/secrets.age" as ` + eve.public() +
		": recipients in its provider's block does not name that key; add it there first."}
	if diff := cmp.Diff(want, setKey(t, store, "a", "k", "v").Warnings); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	setKey(t, store, "a", "l", "v")
	if want := []string{`".zsv/secrets.age" can be read from now on by ` + bob.public() + " too."}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
	around.AcceptedRecipients, around.DroppedRecipients = nil, []string{bob.public(), eve.public()}
	_, err := openWith(t, naming(bob.public()), around).Write(t.Context(), sealedChange("a", "k", "v"))
	wantRefused(t, err, providers.Untrusted, bob.public(), "take them out of the provider's block")
	store = openWith(t, "", around)
	warnings := setKey(t, store, "a", "k", "v").Warnings
	if len(warnings) != 2 || !strings.Contains(warnings[0], bob.public()) ||
		warnings[1] != `Nobody could read ".zsv/secrets.age" as `+eve.public()+" anyway." {
		t.Errorf("warnings: %q", warnings)
	}
	if again := setKey(t, store, "a", "l", "v").Warnings; len(again) > 0 {
		t.Errorf("the second write warns: %q", again)
	}
	if got := verdict(t, bob.open(t, dir, ""), "a.k"); !strings.HasPrefix(got, "error locked: ") {
		t.Errorf("one who was dropped sees: %s", got)
	}
}

func TestInvalidRecipients(t *testing.T) {
	t.Parallel()
	ann := newPerson(t)
	const takes = `The argument "recipients" takes public keys of age that begin with age1, as zsv identity prints them. `
	onlyEncrypted := `The argument "recipients" is for a store that is encrypted. Leave it out, or leave out "path", or write ` +
		`one that ends in .age.`
	private := takes + "Item 1 is a private key, with which everyone who sees this file can read the store: make another one, " +
		"and write its public key here."
	mistyped := "is mistyped, or of a kind that zsv does not know: it knows X25519, without plugins."
	for source, want := range map[string]string{
		naming(ann.public(), "ssh-ed25519 AAAA"):           takes + "Item 2 is none.",
		`recipients = [null]`:                              takes + "Item 1 is none.",
		naming("age1qqqq"):                                 takes + "Item 1 " + mistyped,
		naming(ann.public()[:40]):                          takes + "Item 1 " + mistyped,
		naming(ann.String()):                               private,
		naming(" " + strings.ToLower(ann.String())):        private,
		"path = \"s.yaml\"\n" + naming(ann.public()):       onlyEncrypted,
		"path = \"/run/secrets\"\n" + naming(ann.public()): onlyEncrypted,
		"path = \"s.yaml\"\nrecipients = []":               onlyEncrypted,
		"path = \"s.yaml.age\"\nformat = \"yaml\"":         `A file whose name ends in .age is encrypted with age, and yaml is not. Leave "format" out, or give the file another name.`,
		`format = "yaml"`:                                  `The argument "path" is needed with format = "yaml": without it the store is a file of zsv's own, which is encrypted.`,
		fmt.Sprintf("recipients = {a = %q}", ann.public()): `The argument "recipients" must be a list of string, not object.`,
		fmt.Sprintf("recipients = [[%q]]", ann.public()):   `The argument "recipients" must be a list of string, not tuple.`,
	} {
		checker, diags := New(body(t, source), nil, providers.Surroundings{})
		if checker != nil || len(diags) != 1 || diags[0].Detail != want || diags[0].Subject == nil {
			t.Errorf("%s:\ngot  %v and %v\nwant %s", source, checker, diags, want)
		}
	}
	for _, source := range []string{
		"path = \"team\"\nformat = \"age\"\n" + naming(ann.public()), "recipients = []", "recipients = null", naming(ann.public(), ann.public()),
		"path = unset\n" + naming(ann.public()), "recipients = unknown", "recipients = [unset]",
	} {
		evaluation := &hcl.EvalContext{Variables: map[string]cty.Value{"unset": cty.UnknownVal(cty.String),
			"unknown": cty.DynamicVal}}
		if checker, diags := New(body(t, source), evaluation, providers.Surroundings{}); checker == nil || len(diags) > 0 {
			t.Errorf("%s: got %v", source, diags)
		}
	}
}

// The item that is wrong is the one that is pointed at.
func TestTheInvalidRecipientIsPointedAt(t *testing.T) {
	t.Parallel()
	source := "recipients = [\n  \"" + newPerson(t).public() + "\", # Ann\n  \"age1typo\",\n]"
	_, diags := New(body(t, source), nil, providers.Surroundings{})
	if len(diags) != 1 || diags[0].Subject.Start.Line != 3 {
		t.Errorf("got %v, want one at line 3", diags)
	}
}

// filesBelow returns the files of a directory with their texts.
func filesBelow(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	must(t, filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files[path] = readText(t, path)
		}
		return err
	}))
	return files
}
