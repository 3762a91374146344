// Package release checks what .goreleaser.yaml makes: `make snapshot` builds all of it and runs these tests on it.
package release

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/CycloneDX/cyclonedx-go"
	"github.com/sassoftware/go-rpmutils"
)

// platforms returns the systems that there are programs for. ZSV_SNAPSHOT_SINGLE says that only that of this machine was built.
func platforms() []string {
	if os.Getenv("ZSV_SNAPSHOT_SINGLE") != "" {
		return []string{runtime.GOOS + "_" + runtime.GOARCH}
	}
	return []string{"darwin_amd64", "darwin_arm64", "linux_amd64", "linux_arm64", "windows_amd64", "windows_arm64"}
}

// built returns the directory of what was built, which ZSV_SNAPSHOT names.
func built(t *testing.T) string {
	t.Helper()
	directory := os.Getenv("ZSV_SNAPSHOT")
	if directory == "" {
		t.Skip("nothing is built that could be checked: run `make snapshot`")
	}
	return directory
}

// metadata is what GoReleaser says of the release.
func metadata(t *testing.T) (of struct{ Version, Commit, Date string }) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(built(t), "metadata.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &of); err != nil {
		t.Fatal(err)
	}
	if commit := os.Getenv("ZSV_SNAPSHOT_COMMIT"); of.Commit != commit {
		t.Fatalf("GoReleaser says that it built the commit %q, and git that it is %q", of.Commit, commit)
	}
	return of
}

// A packed is a file of an archive or a package.
type packed struct {
	mode    fs.FileMode
	owner   string
	content []byte
}

func archiveName(version, platform string) string {
	if strings.HasPrefix(platform, "windows") {
		return "zsv_" + version + "_" + platform + ".zip"
	}
	return "zsv_" + version + "_" + platform + ".tar.gz"
}

// There is one archive a system, and it has the program, the licence, the man pages and the completions.
func TestArchives(t *testing.T) {
	t.Parallel()
	version := metadata(t).Version
	for _, platform := range platforms() {
		name := archiveName(version, platform)
		files := unpack(t, filepath.Join(built(t), name))
		program := programOf(platform)
		for _, wanted := range []string{program, "LICENSE", "README.md", "CHANGELOG.md", "completions/zsv.bash", "completions/_zsv",
			"completions/zsv.fish", "completions/zsv.ps1"} {
			if len(files[wanted].content) == 0 {
				t.Errorf("%s has no %s", name, wanted)
			}
		}
		for _, page := range manPages(t) {
			if len(files["man/"+page].content) == 0 {
				t.Errorf("%s has no man/%s", name, page)
			}
		}
		for file, is := range files {
			checkMode(t, name+": "+file, is, file == program)
		}
	}
}

func programOf(platform string) string {
	if strings.HasPrefix(platform, "windows") {
		return "zsv.exe"
	}
	return "zsv"
}

func checkMode(t *testing.T, name string, is packed, program bool) {
	t.Helper()
	wanted := fs.FileMode(0o644)
	if program {
		wanted = 0o755
	}
	if is.mode.Perm() != wanted {
		t.Errorf("%s has the mode %o, not %o", name, is.mode.Perm(), wanted)
	}
	if is.owner != "" && is.owner != "root:root" {
		t.Errorf("%s belongs to %s", name, is.owner)
	}
}

// manPages returns the names of the pages that there are, zsv.1 among them and one of a command.
func manPages(t *testing.T) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(built(t), "..", "manual", "man"))
	if err != nil {
		t.Fatal(err)
	}
	var pages []string
	for _, entry := range entries {
		pages = append(pages, entry.Name())
	}
	for _, page := range []string{"zsv.1", "zsv-plan.1", "zsv-secret-get.1"} {
		if !slices.Contains(pages, page) {
			t.Errorf("there is no man page %s", page)
		}
	}
	return pages
}

func unpack(t *testing.T, archive string) map[string]packed {
	t.Helper()
	content, err := os.ReadFile(archive)
	if err != nil {
		t.Fatal(err)
	}
	if filepath.Ext(archive) == ".zip" {
		return unzip(t, content)
	}
	return untar(t, gunzip(t, content))
}

func gunzip(t *testing.T, content []byte) io.Reader {
	t.Helper()
	z, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if z.Name != "" {
		t.Errorf("a compressed file says that it was called %q", z.Name)
	}
	return z
}

func untar(t *testing.T, from io.Reader) map[string]packed {
	t.Helper()
	files := map[string]packed{}
	for archive := tar.NewReader(from); ; {
		header, err := archive.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if header.Typeflag == tar.TypeReg {
			files[path.Clean(header.Name)] = packed{header.FileInfo().Mode(), header.Uname + ":" + header.Gname, all(t, archive)}
		}
	}
}

func unzip(t *testing.T, content []byte) map[string]packed {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]packed{}
	for _, file := range archive.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		files[file.Name] = packed{file.Mode(), "", all(t, r)}
	}
	return files
}

func all(t *testing.T, r io.Reader) []byte {
	t.Helper()
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// checksums.txt has every file that is published, and is right.
func TestChecksums(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(built(t), "checksums.txt"))
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]string{}
	for line := range strings.Lines(string(text)) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		said[name] = sum
	}
	if wanted := published(t); !slices.Equal(wanted, slices.Sorted(maps.Keys(said))) {
		t.Errorf("checksums.txt has %q, and %q are there", slices.Sorted(maps.Keys(said)), wanted)
	}
	for name, sum := range said {
		content, err := os.ReadFile(filepath.Join(built(t), name))
		if actual := sha256.Sum256(content); err != nil || hex.EncodeToString(actual[:]) != sum {
			t.Errorf("%s has another checksum: %v", name, err)
		}
	}
}

// published returns the files that people can download, but for the checksums.
func published(t *testing.T) []string {
	t.Helper()
	version := metadata(t).Version
	var files []string
	linuxes := 0
	for _, platform := range platforms() {
		if strings.HasPrefix(platform, "linux") {
			linuxes++
		}
		files = append(files, archiveName(version, platform), "zsv_"+version+"_"+platform+".cdx.json")
	}
	for _, pattern := range []string{"*.deb", "*.rpm"} {
		packages, err := filepath.Glob(filepath.Join(built(t), pattern))
		if err != nil || len(packages) != linuxes {
			t.Errorf("there are %q, not %d: %v", packages, linuxes, err)
		}
		for _, file := range packages {
			files = append(files, filepath.Base(file))
		}
	}
	slices.Sort(files)
	return files
}

// The programs are what the release says they are, as they say themselves and as Go recorded it.
func TestPrograms(t *testing.T) {
	t.Parallel()
	of := metadata(t)
	for _, platform := range platforms() {
		content := unpack(t, filepath.Join(built(t), archiveName(of.Version, platform)))[programOf(platform)].content
		info, err := buildinfo.Read(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		recorded := map[string]string{}
		for _, setting := range info.Settings {
			recorded[setting.Key] = setting.Value
		}
		for key, wanted := range map[string]string{"CGO_ENABLED": "0", "-trimpath": "true", "vcs.revision": of.Commit,
			"GOOS": strings.Split(platform, "_")[0], "GOARCH": strings.Split(platform, "_")[1]} {
			if recorded[key] != wanted {
				t.Errorf("%s: Go recorded %s=%s, not %s", platform, key, recorded[key], wanted)
			}
		}
		if directory, err := os.Getwd(); err != nil || bytes.Contains(content, []byte(filepath.Dir(filepath.Dir(directory)))) {
			t.Errorf("%s has the directory in it that it was built in: %v", platform, err)
		}
		if platform == runtime.GOOS+"_"+runtime.GOARCH {
			checkVersion(t, content, of.Version, of.Commit, recorded["vcs.modified"] == "true")
		}
	}
}

// checkVersion runs a program and asks it for its version. One that is no release calls itself as any other build does that
// is none.
func checkVersion(t *testing.T, program []byte, version, commit string, modified bool) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "zsv")
	if err := os.WriteFile(file, program, 0o700); err != nil {
		t.Fatal(err)
	}
	said, err := exec.CommandContext(t.Context(), file, "--version").Output()
	if err != nil {
		t.Fatal(err)
	}
	changes := ""
	if modified {
		changes = " with changes"
	}
	wanted := regexp.MustCompile(fmt.Sprintf(`^zsv %s \(commit %.7s%s, \d{4}-\d{2}-\d{2}\)\n$`, regexp.QuoteMeta(version), commit, changes))
	if !wanted.Match(said) {
		t.Errorf("zsv --version says %q, not %s", said, wanted)
	}
	if !strings.HasSuffix(version, "-dev") {
		return
	}
	build := exec.CommandContext(t.Context(), "go", "run", "-buildvcs=false", "./cmd/zsv", "--version")
	build.Dir = "../.."
	plain, err := build.Output()
	if err != nil || string(plain) != "zsv "+version+"\n" {
		t.Errorf("a plain build calls itself %q, and .goreleaser.yaml the snapshot %s: let them be the same: %v", plain, version, err)
	}
}

// Each program has a bill of materials, with the modules that are linked in.
func TestBillsOfMaterials(t *testing.T) {
	t.Parallel()
	of := metadata(t)
	for _, platform := range platforms() {
		name := "zsv_" + of.Version + "_" + platform + ".cdx.json"
		file, err := os.Open(filepath.Join(built(t), name))
		if err != nil {
			t.Fatal(err)
		}
		bom := cyclonedx.NewBOM()
		err = cyclonedx.NewBOMDecoder(file, cyclonedx.BOMFileFormatJSON).Decode(bom)
		_ = file.Close()
		if err != nil || bom.BOMFormat != cyclonedx.BOMFormat || bom.Components == nil {
			t.Fatalf("%s: %v", name, err)
		}
		if main := bom.Metadata.Component; main.Name != "github.com/zsv-dev/zsv" || main.Version != "v"+of.Version {
			t.Errorf("%s is of %s %s", name, main.Name, main.Version)
		}
		if bom.SerialNumber != "" || bom.Metadata.Timestamp != "" {
			t.Errorf("%s has a number or a time that changes from build to build", name)
		}
		content := unpack(t, filepath.Join(built(t), archiveName(of.Version, platform)))[programOf(platform)].content
		checkComponents(t, name, content, *bom.Components)
	}
}

// checkComponents compares a bill of materials with what Go recorded in the program.
func checkComponents(t *testing.T, name string, program []byte, components []cyclonedx.Component) {
	t.Helper()
	info, err := buildinfo.Read(bytes.NewReader(program))
	if err != nil {
		t.Fatal(err)
	}
	wanted := []string{"std@" + strings.TrimPrefix(info.GoVersion, "go")}
	for _, module := range info.Deps {
		wanted = append(wanted, module.Path+"@"+module.Version)
	}
	var listed []string
	for _, component := range components {
		listed = append(listed, component.Name+"@"+strings.TrimPrefix(component.Version, "go"))
	}
	slices.Sort(wanted)
	slices.Sort(listed)
	if !slices.Equal(wanted, listed) {
		t.Errorf("%s lists\n%q\nnot\n%q", name, listed, wanted)
	}
}

// installed are the files that both kinds of packages put in place, beside the man pages and their own.
var installed = []string{"usr/bin/zsv", "usr/share/bash-completion/completions/zsv", "usr/share/fish/vendor_completions.d/zsv.fish"}

func TestDebianPackages(t *testing.T) {
	t.Parallel()
	packages, _ := filepath.Glob(filepath.Join(built(t), "*.deb"))
	for _, file := range packages {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		members := unAr(t, content)
		name := filepath.Base(file)
		checkPackage(t, name, untar(t, gunzip(t, members["data.tar.gz"])),
			append(installed, "usr/share/zsh/vendor-completions/_zsv", "usr/share/doc/zsv/copyright"))
		control := string(untar(t, gunzip(t, members["control.tar.gz"]))["control"].content)
		for _, line := range []string{"Package: zsv", "Section: utils", "Homepage: https://github.com/zsv-dev/zsv", "Recommends: ca-certificates"} {
			if !strings.Contains("\n"+control, "\n"+line+"\n") {
				t.Errorf("%s: control has no line %q:\n%s", name, line, control)
			}
		}
	}
}

// unAr returns the members of an archive of ar, which packages of Debian are.
func unAr(t *testing.T, content []byte) map[string][]byte {
	t.Helper()
	const magic, headerSize = "!<arch>\n", 60
	rest, ok := bytes.CutPrefix(content, []byte(magic))
	if !ok {
		t.Fatal("this is no archive of ar")
	}
	members := map[string][]byte{}
	for len(rest) >= headerSize {
		name := strings.TrimRight(string(rest[:16]), " /")
		size, err := strconv.Atoi(strings.TrimSpace(string(rest[48:58])))
		if err != nil {
			t.Fatal(err)
		}
		members[name] = rest[headerSize : headerSize+size]
		rest = rest[min(len(rest), headerSize+size+size%2):]
	}
	return members
}

func TestRedHatPackages(t *testing.T) {
	t.Parallel()
	packages, _ := filepath.Glob(filepath.Join(built(t), "*.rpm"))
	for _, file := range packages {
		checkPackage(t, filepath.Base(file), unRPM(t, file),
			append(installed, "usr/share/zsh/site-functions/_zsv", "usr/share/licenses/zsv/LICENSE"))
	}
}

func unRPM(t *testing.T, file string) map[string]packed {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	rpm, err := rpmutils.ReadRpm(bufio.NewReader(f))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]packed{}
	payload, err := rpm.PayloadReaderExtended()
	if err != nil {
		t.Fatal(err)
	}
	for {
		info, err := payload.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		const directory = 0o40000
		if info.Mode()&0o170000 != directory {
			files[strings.TrimPrefix(info.Name(), "/")] = packed{fs.FileMode(info.Mode() & 0o777), info.UserName() + ":" + info.GroupName(),
				all(t, payload)}
		}
	}
}

// checkPackage demands these files of a package and the man pages, with their modes, and no others.
func checkPackage(t *testing.T, name string, files map[string]packed, wanted []string) {
	t.Helper()
	wanted = slices.Clone(wanted)
	for _, page := range manPages(t) {
		wanted = append(wanted, "usr/share/man/man1/"+page+".gz")
	}
	slices.Sort(wanted)
	if has := slices.Sorted(maps.Keys(files)); !slices.Equal(wanted, has) {
		t.Errorf("%s has\n%q\nnot\n%q", name, has, wanted)
	}
	for file, is := range files {
		checkMode(t, name+": "+file, is, file == "usr/bin/zsv")
		if strings.HasSuffix(file, ".gz") && !bytes.HasPrefix(all(t, gunzip(t, is.content)), []byte(".TH ")) {
			t.Errorf("%s: %s is no man page", name, file)
		}
	}
}

// The same commit, built in another directory, gave the same files, which ZSV_SNAPSHOT_AGAIN names.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	one, two := built(t), os.Getenv("ZSV_SNAPSHOT_AGAIN")
	if two == "" {
		t.Skip("nothing was built again")
	}
	for _, name := range append(published(t), "checksums.txt") {
		first, err := os.ReadFile(filepath.Join(one, name))
		if err != nil {
			t.Fatal(err)
		}
		second, err := os.ReadFile(filepath.Join(two, name))
		if err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s is another when it is built again: %v", name, err)
		}
	}
}
