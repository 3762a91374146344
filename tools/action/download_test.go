package action

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A release is a server with the files of releases, and what was asked of it.
type release struct {
	*httptest.Server
	files map[string][]byte
	// cut is the file whose answer breaks off in the middle.
	cut string

	asked requests
}

// requests are what a server was asked for.
type requests struct {
	mutex sync.Mutex
	names []string
}

func (r *requests) add(name string) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.names = append(r.names, name)
}

func (r *requests) all() []string {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return slices.Clone(r.names)
}

const archiveName = "zsv_0.1.0_linux_amd64.tar.gz"

// newRelease is a release 0.1.0 whose zsv prints its version, on a server with https.
func newRelease(t *testing.T) *release {
	t.Helper()
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("there is no curl: install it to run this test")
	}
	archive := archiveOf(t, "#!/bin/sh\necho zsv 0.1.0\n")
	r := &release{files: map[string][]byte{
		"/v0.1.0/" + archiveName: archive,
		"/v0.1.0/checksums.txt":  []byte("0000 other\n" + sum(archive) + "  " + archiveName + "\n" + sum(nil) + "  x" + archiveName + "\n"),
	}}
	r.Server = httptest.NewUnstartedServer(r)
	r.Config.ErrorLog = log.New(io.Discard, "", 0)
	r.StartTLS()
	t.Cleanup(r.Close)
	return r
}

func (r *release) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	r.asked.add(request.URL.Path)
	file, ok := r.files[request.URL.Path]
	if !ok {
		http.NotFound(w, request)
		return
	}
	if request.URL.Path == r.cut {
		w.Header().Set("Content-Length", fmt.Sprint(len(file)))
		file = file[:len(file)/2]
	}
	_, _ = w.Write(file)
}

// settings are those with which a step downloads this release.
func (r *release) settings(t *testing.T) []string {
	t.Helper()
	authority := filepath.Join(t.TempDir(), "ca.pem")
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: r.Certificate().Raw})
	if err := os.WriteFile(authority, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return []string{"CURL_CA_BUNDLE=" + authority, "ZSV_INPUT_DOWNLOAD_URL=" + r.URL, "ZSV_INPUT_VERSION=v0.1.0"}
}

// archiveOf is the archive of a release whose program is text.
func archiveOf(t *testing.T, text string) []byte {
	t.Helper()
	var archive bytes.Buffer
	compressed := gzip.NewWriter(&archive)
	files := tar.NewWriter(compressed)
	err := files.WriteHeader(&tar.Header{Name: "zsv", Mode: 0o755, Size: int64(len(text))})
	if err == nil {
		_, err = files.Write([]byte(text))
	}
	if err == nil {
		err = files.Close()
	}
	if err == nil {
		err = compressed.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return archive.Bytes()
}

func sum(data []byte) string {
	digest := sha256.Sum256(data)
	return hex.EncodeToString(digest[:])
}

func TestAReleaseIsInstalled(t *testing.T) {
	t.Parallel()
	release := newRelease(t)
	pinned := sum(release.files["/v0.1.0/"+archiveName])
	for name, settings := range map[string][]string{
		"by checksums.txt": nil,
		"without v":        {"ZSV_INPUT_VERSION=0.1.0"},
		"by the input":     {"ZSV_INPUT_CHECKSUM=" + strings.ToUpper(pinned)},
		"slash":            {"ZSV_INPUT_DOWNLOAD_URL=" + release.URL + "/"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := newJob(t)
			step := j.step(t, "install.sh", append(release.settings(t), settings...)...)
			if step.code != 0 || step.log != "zsv 0.1.0\n" {
				t.Fatalf("the step ended with %d:\n%s", step.code, step.log)
			}
			installed := step.outputs["program"]
			if filepath.Dir(installed) != strings.TrimSpace(step.path) {
				t.Errorf("zsv is %s, and the path got %q", installed, step.path)
			}
			if output, err := exec.Command(installed).CombinedOutput(); err != nil || string(output) != "zsv 0.1.0\n" {
				t.Errorf("%s: %v: %s", installed, err, output)
			}
		})
	}
}

// Whatever is wrong with a download, the step fails with a reason, and there is no program after it.
func TestABadDownloadIsRefused(t *testing.T) {
	t.Parallel()
	checksums, archive := "/v0.1.0/checksums.txt", "/v0.1.0/"+archiveName
	tests := map[string]struct {
		change   func(*release)
		settings []string
		says     string
	}{
		"other archive": {change: func(r *release) { r.files[archive] = archiveOf(t, "#!/bin/sh\necho pwned\n") },
			says: "it was cut short on the way, or somebody changed it"},
		"shorter archive": {change: func(r *release) { r.files[archive] = r.files[archive][:20] }, says: "it was cut short on the way"},
		"cut archive":     {change: func(r *release) { r.cut = archive }, says: "could not be downloaded"},
		"cut checksums":   {change: func(r *release) { r.cut = checksums }, says: "checksums.txt of zsv 0.1.0 could not be downloaded"},
		"no archive":      {change: func(r *release) { delete(r.files, archive) }, says: archiveName + " of zsv 0.1.0 could not be downloaded"},
		"no checksums":    {change: func(r *release) { delete(r.files, checksums) }, says: "Is there such a release"},
		"none of this archive": {change: func(r *release) { r.files[checksums] = []byte(sum(nil) + "  another\n") },
			says: "has not one SHA-256 for " + archiveName},
		"two of it": {change: func(r *release) { r.files[checksums] = append(r.files[checksums], r.files[checksums]...) },
			says: "has not one SHA-256 for " + archiveName},
		"empty checksums":   {change: func(r *release) { r.files[checksums] = nil }, says: "has not one SHA-256"},
		"pinned another":    {settings: []string{"ZSV_INPUT_CHECKSUM=" + sum(nil)}, says: "not " + sum(nil)},
		"no checksum":       {settings: []string{"ZSV_INPUT_CHECKSUM=zz"}, says: "the input checksum is no SHA-256"},
		"a short checksum":  {settings: []string{"ZSV_INPUT_CHECKSUM=" + sum(nil)[1:]}, says: "the input checksum is no SHA-256"},
		"no such version":   {settings: []string{"ZSV_INPUT_VERSION=9.9.9"}, says: "checksums.txt of zsv 9.9.9 could not be downloaded"},
		"latest":            {settings: []string{"ZSV_INPUT_VERSION=latest"}, says: "the input version names no release"},
		"a way out":         {settings: []string{"ZSV_INPUT_VERSION=../../0.1.0"}, says: "the input version names no release"},
		"a command":         {settings: []string{"ZSV_INPUT_VERSION=0.1.0$(touch pwned)"}, says: "the input version names no release"},
		"two lines":         {settings: []string{"ZSV_INPUT_VERSION=0.1.0\n::set-output name=a::b"}, says: "the input version names no release"},
		"a flag":            {settings: []string{"ZSV_INPUT_VERSION=-o"}, says: "the input version names no release"},
		"http":              {settings: []string{"ZSV_INPUT_DOWNLOAD_URL=http://127.0.0.1:1"}, says: "the input download-url is no https address, so"},
		"a file":            {settings: []string{"ZSV_INPUT_DOWNLOAD_URL=file:///etc"}, says: "the input download-url is no https address."},
		"another system":    {settings: []string{"RUNNER_OS=Plan9"}, says: "there is no release of zsv for this kind of runner"},
		"another machine":   {settings: []string{"RUNNER_ARCH=X86"}, says: "there is no release of zsv for this kind of runner"},
		"unknown authority": {settings: []string{"CURL_CA_BUNDLE="}, says: "could not be downloaded"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			release := newRelease(t)
			if test.change != nil {
				test.change(release)
			}
			j := newJob(t)
			step := j.step(t, "install.sh", append(release.settings(t), test.settings...)...)
			if step.code != 1 || !strings.Contains(step.log, "::error title=zsv::") || !strings.Contains(step.log, test.says) {
				t.Errorf("the step ended with %d, and does not say %q:\n%s", step.code, test.says, step.log)
			}
			if strings.Contains(step.log, "pwned") || strings.Contains(step.log, "set-output") {
				t.Errorf("the log has what it must not:\n%s", step.log)
			}
			if step.outputs["program"] != "" || step.path != "" {
				t.Errorf("there is a program: %v, and the path %q", step.outputs, step.path)
			}
			if left, _ := filepath.Glob(filepath.Join(j.temp, "*", "*")); len(left) > 0 {
				t.Errorf("the step left %q", left)
			}
		})
	}
}

// A mirror without https serves as long as the workflow says what comes from it, and then checksums.txt has no say.
func TestAMirrorWithoutHTTPS(t *testing.T) {
	t.Parallel()
	release := newRelease(t)
	mirror := httptest.NewServer(release)
	t.Cleanup(mirror.Close)
	step := newJob(t).step(t, "install.sh", "ZSV_INPUT_DOWNLOAD_URL="+mirror.URL, "ZSV_INPUT_VERSION=0.1.0",
		"ZSV_INPUT_CHECKSUM="+sum(release.files["/v0.1.0/"+archiveName]))
	if step.code != 0 || step.log != "zsv 0.1.0\n" {
		t.Errorf("the step ended with %d:\n%s", step.code, step.log)
	}
	if asked := release.asked.all(); len(asked) != 1 {
		t.Errorf("the mirror was asked for %q", asked)
	}
}

// An address with https that leads to one without is not followed.
func TestARedirectToHTTPIsNotFollowed(t *testing.T) {
	t.Parallel()
	release := newRelease(t)
	plain := httptest.NewServer(release)
	t.Cleanup(plain.Close)
	release.Config.Handler = http.RedirectHandler(plain.URL+"/v0.1.0/checksums.txt", http.StatusFound)
	step := newJob(t).step(t, "install.sh", release.settings(t)...)
	if asked := release.asked.all(); step.code != 1 || len(asked) != 0 {
		t.Errorf("the step ended with %d, and asked for %q:\n%s", step.code, asked, step.log)
	}
}

func TestTheZsvOfTheRunner(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	own := program(t)
	step := j.step(t, "install.sh", "ZSV_INPUT_VERSION=system", "PATH="+filepath.Dir(own)+":"+os.Getenv("PATH"))
	if step.code != 0 || step.outputs["program"] != own || step.path != "" {
		t.Errorf("the step ended with %d, the program %q and the path %q:\n%s", step.code, step.outputs["program"], step.path, step.log)
	}
	step = newJob(t).step(t, "install.sh", "ZSV_INPUT_VERSION=system", "PATH=/usr/bin:/bin")
	if step.code != 1 || !strings.Contains(step.log, "there is no zsv on the PATH") {
		t.Errorf("without one the step ended with %d:\n%s", step.code, step.log)
	}
}

func TestTheActionsOwnZsv(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	step := j.step(t, "install.sh")
	if step.code != 0 || !strings.HasPrefix(step.log, "zsv ") {
		t.Fatalf("the step ended with %d:\n%s", step.code, step.log)
	}
	output, err := exec.Command(step.outputs["program"], "plan", "--help").CombinedOutput()
	if err != nil || !strings.Contains(string(output), "zsv plan") {
		t.Errorf("it is no zsv: %v\n%s", err, output)
	}
	step = newJob(t).step(t, "install.sh", "PATH=/usr/bin:/bin")
	if _, err := exec.LookPath("/usr/bin/go"); err != nil && (step.code != 1 || !strings.Contains(step.log, "there is no Go on this runner")) {
		t.Errorf("without Go the step ended with %d:\n%s", step.code, step.log)
	}
}
