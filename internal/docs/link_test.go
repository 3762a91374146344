package docs

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func TestLinksThatLeadNowhere(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{"docs/other.md": {Data: []byte("# Other\n## A `b` & c: d!\n## Twice\n## Twice\n```text\n# no heading\n```\n<a id=\"own\"></a>\n")}}
	page := `# Here
[file](other.md) [up](../docs/other.md#own) [root](/docs/other.md#a-b--c-d) [second](other.md#twice-1) [here](#here)
[out](https://example.com/nothing#x) ` + "`[code](is.not)`" + ` <a href="other.md">x</a> [dir](../docs) [title](other.md "t")
[ref]: other.md
[gone](gone.md) ![image](gone.png) <img src="gone.svg">
[no heading](other.md#no-heading) [third](other.md#twice-2) [not here](#there)
[ref2]: gone-too.md
`
	root["docs/page.md"] = &fstest.MapFile{Data: []byte(page)}
	want := []string{
		`docs/page.md:5: the link "gone.md" leads to no file`,
		`docs/page.md:5: the link "gone.png" leads to no file`,
		`docs/page.md:5: the link "gone.svg" leads to no file`,
		`docs/page.md:6: the link "other.md#no-heading" leads to no heading of docs/other.md`,
		`docs/page.md:6: the link "other.md#twice-2" leads to no heading of docs/other.md`,
		`docs/page.md:6: the link "#there" leads to no heading of docs/page.md`,
		`docs/page.md:7: the link "gone-too.md" leads to no file`,
	}
	if diff := cmp.Diff(want, checkLinks(root, "docs/page.md", page)); diff != "" {
		t.Errorf("problems (-wanted +got):\n%s", diff)
	}
}
