package file

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"filippo.io/age/armor"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// wantLeftAlone demands that a store which cannot be read is unverified for one of some reasons, and never written.
func wantLeftAlone(t *testing.T, me *person, dir, what string, reasons ...providers.Reason) {
	t.Helper()
	path := filepath.Join(dir, defaultPath)
	before := readText(t, path)
	store := me.open(t, dir, "")
	answered := false
	err := store.Check(t.Context(), providers.SecretAndKeyExists, []providers.Query{{Location: "a", Keys: []string{"k"}}},
		func(int, providers.Answer) { answered = true })
	_, writeErr := store.Write(t.Context(), sealedChange("a", "k", "new"))
	_, deleteErr := store.Delete(t.Context(), "a")
	_, listErr := store.List(t.Context())
	for call, err := range map[string]error{"Check": err, "Write": writeErr, "Delete": deleteErr, "List": listErr,
		"Rename": store.Rename(t.Context(), "a", "b"), "Fetch": fetchOf(t, store, "a")} {
		got, detail := providers.ReasonOf(err)
		if err == nil || !strings.Contains(fmt.Sprint(reasons), string(got)) {
			t.Errorf("%s: %s gives %v, want one of %s", what, call, err, reasons)
		}
		if strings.Contains(detail, "chunk") || strings.Contains(detail, "stanza") || strings.Contains(detail, "header") {
			t.Errorf("%s: %s passes on what age says: %s", what, call, detail)
		}
	}
	if answered {
		t.Errorf("%s: a check was answered", what)
	}
	if readText(t, path) != before {
		t.Fatalf("%s: the store was overwritten", what)
	}
}

func fetchOf(t *testing.T, store providers.Fetcher, secret string) error {
	t.Helper()
	return store.Fetch(t.Context(), []providers.Query{{Location: secret}}, func(_ int, f providers.Fetched) {
		t.Errorf("a broken store handed out %d values of %s", len(f.Values), secret)
	})
}

// smallStore returns a store, and its text.
func smallStore(t *testing.T) (me *person, dir, text string) {
	t.Helper()
	me, dir = newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": "v"}}, me.public(), newPerson(t).public())
	return me, dir, readText(t, filepath.Join(dir, defaultPath))
}

// Whichever byte is another one: the store is not read, and not written.
func TestEveryFlippedByte(t *testing.T) {
	t.Parallel()
	me, dir, text := smallStore(t)
	for i := range text {
		for _, bit := range []byte{1, 0x80} {
			broken := []byte(text)
			broken[i] ^= bit
			write(t, dir, defaultPath, string(broken))
			wantLeftAlone(t, me, dir, fmt.Sprintf("byte %d, bit %#x", i, bit), providers.Invalid, providers.Locked)
		}
	}
}

func TestEveryTruncation(t *testing.T) {
	t.Parallel()
	me, dir, text := smallStore(t)
	for i := range text {
		write(t, dir, defaultPath, text[:i])
		wantLeftAlone(t, me, dir, fmt.Sprintf("the first %d bytes", i), providers.Invalid)
	}
}

// Longer stores are encrypted in parts: a part that is missing, or stands elsewhere, breaks them too.
func TestPartsOfALongStore(t *testing.T) {
	t.Parallel()
	const part = 64<<10 + 16
	me, dir := newPerson(t), t.TempDir()
	sealFor(t, dir, providertest.Store{"a": {"k": strings.Repeat("v", 150_000)}}, me.public())
	text := readText(t, filepath.Join(dir, defaultPath))
	start := strings.Index(text, "\n--- ") + 1
	start += strings.Index(text[start:], "\n") + 1 + 16 // of the first part: the header and a nonce come before it
	for what, broken := range map[string]string{
		"without the last part":  text[:start+3*part],
		"without the first part": text[:start] + text[start+part:],
		"with two parts swapped": text[:start] + text[start+part:start+2*part] + text[start:start+part] + text[start+2*part:],
		"twice":                  text + text,
	} {
		write(t, dir, defaultPath, broken)
		wantLeftAlone(t, me, dir, what, providers.Invalid)
	}
}

// What is no store of zsv's is left alone, be it encrypted for the user or not.
func TestOtherFiles(t *testing.T) {
	t.Parallel()
	me, dir, text := smallStore(t)
	sealed := func(plain string) string {
		out, err := seal([]byte(plain), []string{me.public()})
		must(t, err)
		return string(out)
	}
	values := `"recipients":["` + me.public() + `"],"secrets":{"a":{"k":"dg=="}}}`
	for what, broken := range map[string]string{
		"an empty file":                "",
		"a YAML file":                  "a: {k: v}",
		"another magic":                "age-encryption.org/v2" + strings.TrimPrefix(text, "age-encryption.org/v1"),
		"garbage after it":             text + "garbage",
		"a line after it":              text + "\n",
		"garbage before it":            "\n" + text,
		"armor":                        armored(t, text),
		"armor after lines":            "\n\r\n" + armored(t, text),
		"encrypted YAML":               sealed("a: {k: v}"),
		"encrypted nothing":            sealed(""),
		"encrypted JSON":               sealed(`{"a": {"k": "v"}}`),
		"a list":                       sealed(`[]`),
		"null":                         sealed(`null`),
		"no version":                   sealed(`{` + values),
		"a version that is text":       sealed(`{"version":"1",` + values),
		"version 0":                    sealed(`{"version":0,` + values),
		"something after it":           sealed(`{"version":1,` + values + `{}`),
		"two versions":                 sealed(`{"version":1,"version":1,` + values),
		"something else in it":         sealed(`{"version":1,"more":1,` + values),
		"null secrets":                 sealed(`{"version":1,"recipients":[],"secrets":null}`),
		"null for a secret":            sealed(`{"version":1,"recipients":[],"secrets":{"a":null}}`),
		"null for a key":               sealed(`{"version":1,"recipients":[],"secrets":{"a":{"k":null}}}`),
		"a number for a key":           sealed(`{"version":1,"recipients":[],"secrets":{"a":{"k":1}}}`),
		"a value that is not Base64":   sealed(`{"version":1,"recipients":[],"secrets":{"a":{"k":"v"}}}`),
		"a value with a tail":          sealed(`{"version":1,"recipients":[],"secrets":{"a":{"k":"dh=="}}}`),
		"a secret twice":               sealed(`{"version":1,"recipients":[],"secrets":{"a":{},"a":{"k":"dg=="}}}`),
		"a key twice":                  sealed(`{"version":1,"recipients":[],"secrets":{"a":{"k":"","k":"dg=="}}}`),
		"a key twice, once in escapes": sealed(`{"version":1,"recipients":[],"secrets":{"a":{"k":"","\u006b":"dg=="}}}`),
		"no recipients":                sealed(`{"version":1,"recipients":null,"secrets":{}}`),
		"a null recipient":             sealed(`{"version":1,"recipients":[null],"secrets":{}}`),
		"a recipient of another kind":  sealed(`{"version":1,"recipients":["ssh-ed25519 AAAA"],"secrets":{}}`),
		"invalid UTF-8":                sealed("{\"version\":1,\"recipients\":[],\"secrets\":{\"a\xff\":{}}}"),
		"deep nesting":                 sealed(`{"version":1,"recipients":[],"secrets":` + strings.Repeat("[", 1_000_000)),
		"deep and valid": sealed(`{"version":1,"recipients":[],"secrets":` + strings.Repeat("[", 9000) +
			strings.Repeat("]", 9000) + `}`),
	} {
		write(t, dir, defaultPath, broken)
		wantLeftAlone(t, me, dir, what, providers.Invalid)
	}
	write(t, dir, defaultPath, sealed(`{"version":2,"anything":1}`))
	wantLeftAlone(t, me, dir, "a newer version", providers.Unsupported)
	write(t, dir, defaultPath, text)
	wantLeftAlone(t, newPerson(t), dir, "a wrong identity", providers.Locked)
}

func armored(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	writer := armor.NewWriter(&out)
	_, err := writer.Write([]byte(text))
	must(t, err)
	must(t, writer.Close())
	return out.String()
}

// A file that age itself encrypted, and that has zsv's JSON in it, is a store; and age decrypts what zsv writes.
func TestTheFormatIsAges(t *testing.T) {
	t.Parallel()
	me, dir := newPerson(t), t.TempDir()
	var made bytes.Buffer
	writer, err := age.Encrypt(&made, me.Recipient())
	must(t, err)
	fmt.Fprintf(writer, `{ "secrets": {"a": {"k": "AP8K"}, "b": {}}, "version": 1, "recipients": ["%s"] }`, me.public())
	must(t, writer.Close())
	write(t, dir, "team.age", made.String())
	store := me.open(t, dir, `path = "team.age"`)
	if got := valuesOf(t, store, "a")["k"]; got != "\x00\xff\n" {
		t.Errorf("read %q", got)
	}
	setKey(t, store, "a", "text", "it's <b>")
	file, err := os.Open(filepath.Join(dir, "team.age"))
	must(t, err)
	defer file.Close()
	reader, err := age.Decrypt(file, me.identity)
	must(t, err)
	var plain bytes.Buffer
	_, err = plain.ReadFrom(reader)
	must(t, err)
	want := `{"version":1,"recipients":["` + me.public() + `"],"secrets":{"a":{"k":"AP8K","text":"aXQncyA8Yj4="},"b":{}}}`
	if plain.String() != want {
		t.Errorf("age decrypts\n%s\nwant\n%s", &plain, want)
	}
}

// A store that would be too large to be read again is not written.
func TestAnEncryptedStoreThatGrowsTooLarge(t *testing.T) {
	t.Parallel()
	me, dir := newPerson(t), t.TempDir()
	store := me.open(t, dir, "")
	setKey(t, store, "a", "k", strings.Repeat("v", 5<<20))
	_, err := store.Write(t.Context(), sealedChange("a", "l", strings.Repeat("v", 2<<20)))
	wantRefused(t, err, providers.Invalid, "8 MiB")
	if got := len(valuesOf(t, store, "a")["k"]); got != 5<<20 {
		t.Errorf("%d bytes are left", got)
	}
}
