package config

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// scanHCL finds the blocks of a file of HCL, of whatever schema.
func (f *scannedFile) scanHCL() {
	body := f.module.bodies[f.name]
	if body == nil {
		return
	}
	facts := f.module.facts[f.name]
	f.ignores = f.readScanIgnores()
	for _, a := range sortedAttributes(body.Attributes) {
		w := f.walkBlock(outsideOfBlocks(f.name, a.Name), nil)
		if f.isVariableFile() {
			w.source(attributePath{text: a.Name, name: a.Name}, a.Expr)
		} else {
			w.source(attributePath{name: a.Name}, a.Expr)
		}
		f.keep(w)
	}
	for i, b := range body.Blocks {
		var instances *hclsyntax.Body
		if i < len(facts.Blocks) {
			instances = facts.Blocks[i].Body
		}
		w := f.walkBlock(foreignAddress(b), instances)
		w.describe(b)
		w.body(attributePath{}, b.Body)
		f.keep(w)
	}
	slices.SortStableFunc(f.blocks, func(a, b ScannedBlock) int { return cmp.Compare(a.start(), b.start()) })
}

func (f *scannedFile) isVariableFile() bool {
	return strings.HasSuffix(strings.ToLower(f.name), ".tfvars")
}

// outsideOfBlocks is the address of an argument that stands in no block.
func outsideOfBlocks(file, name string) string {
	if strings.HasSuffix(strings.ToLower(file), ".tfvars") {
		return "var"
	}
	return address(name)
}

// foreignAddress returns the address of a block as Terraform's users know it.
func foreignAddress(b *hclsyntax.Block) string {
	if b.Type == "locals" && len(b.Labels) == 0 {
		return "local"
	}
	return address(b.Type, b.Labels...)
}

// describe notes what ZenML makes of a block: a resource or data source of its provider, or a call of a module that has what
// a component has.
func (w *hclWalk) describe(b *hclsyntax.Block) {
	if a := b.Body.Attributes["for_each"]; a != nil {
		w.forEach = a.Expr
	}
	ofProvider := (b.Type == "resource" || b.Type == "data") && len(b.Labels) > 0 && strings.HasPrefix(b.Labels[0], "zenml_")
	w.isComponent = ofProvider && b.Type == "resource" && b.Labels[0] == "zenml_stack_component" ||
		b.Body.Attributes["flavor"] != nil && b.Body.Attributes["configuration"] != nil
	if w.block.ZenML = ofProvider || w.isComponent; w.isComponent {
		w.block.Type, w.block.Flavor = w.argument("type", nil), w.argument("flavor", nil)
	}
}

func literalArgument(body *hclsyntax.Body, name string) string {
	a := body.Attributes[name]
	if a == nil {
		return ""
	}
	literal := literalOf(a.Expr)
	if literal == nil {
		return ""
	}
	text, _ := textOf(literal.Val)
	return text
}

// start returns where the first value of a block stands.
func (s *ScannedBlock) start() int {
	switch {
	case len(s.Values) > 0:
		return s.Values[0].Range.Start.Byte
	case len(s.Keys) > 0:
		return s.Keys[0].Range.Start.Byte
	}
	return 0
}

// keep adds the blocks of a walk that hold something.
func (f *scannedFile) keep(w *hclWalk) {
	for _, block := range append([]*ScannedBlock{w.block}, w.instanceBlocks...) {
		for i := range block.Values {
			block.Values[i].Attribute = strings.TrimPrefix(block.Values[i].Attribute, ".")
		}
		if len(block.Values)+len(block.Keys) > 0 {
			f.blocks = append(f.blocks, *block)
		}
	}
}

// An hclWalk goes through one top-level block.
type hclWalk struct {
	file  *scannedFile
	block *ScannedBlock
	facts *hclsyntax.Body // of the block, to evaluate its arguments
	// isComponent says that the block is a stack component; forEach is what it has one of each for.
	isComponent bool
	forEach     hclsyntax.Expression
	// inside says that the walk is of what a text is put together from, which is not evaluated by itself.
	inside bool

	instances      []blockInstance
	instancesKnown bool
	instancesRead  bool
	arguments      map[string]func(instance map[string]cty.Value) (text string, known bool)
	instanceBlocks []*ScannedBlock // where values are those of one instance
}

func (f *scannedFile) walkBlock(address string, facts *hclsyntax.Body) *hclWalk {
	return &hclWalk{file: f, block: &ScannedBlock{Address: address}, facts: facts}
}

// body walks arguments and nested blocks. Of several blocks of a type each has its number in the path.
func (w *hclWalk) body(p attributePath, body *hclsyntax.Body) {
	for _, a := range sortedAttributes(body.Attributes) {
		inner := p.key(a.Name)
		if w.isComponent && p.depth == 0 && a.Name == "configuration" {
			w.configuration(inner, a.Expr)
		}
		w.source(inner, a.Expr)
	}
	counts, seen := map[string]int{}, map[string]int{}
	for _, b := range body.Blocks {
		counts[nestedName(b)]++
	}
	for _, b := range body.Blocks {
		name := nestedName(b)
		inner := p.key(name)
		if counts[name] > 1 {
			inner.text += "[" + strconv.Itoa(seen[name]) + "]"
			seen[name]++
		}
		w.nested(inner, b)
	}
}

// nestedName is what a nested block is called in a path: a dynamic one by what it makes.
func nestedName(b *hclsyntax.Block) string {
	if b.Type == "dynamic" && len(b.Labels) == 1 {
		return b.Labels[0]
	}
	return b.Type
}

func (w *hclWalk) nested(p attributePath, b *hclsyntax.Block) {
	if b.Type != "dynamic" || len(b.Labels) != 1 {
		for _, label := range b.Labels {
			p = p.key(label)
		}
		w.body(p, b.Body)
		return
	}
	for _, a := range sortedAttributes(b.Body.Attributes) {
		w.source(p.key(a.Name), a.Expr)
	}
	for _, content := range b.Body.Blocks {
		w.body(p, content.Body)
	}
}

// readInstances evaluates for_each or count, as far as that is known.
func (w *hclWalk) readInstances() {
	if !w.instancesRead && w.facts != nil {
		w.instances, _, w.instancesKnown = w.file.module.instancesOf(w.facts)
	}
	w.instancesRead = true
}

// instanceBlock returns the block of one instance.
func (w *hclWalk) instanceBlock(instance blockInstance) *ScannedBlock {
	address := w.block.Address + instance.suffix
	for _, block := range w.instanceBlocks {
		if block.Address == address {
			return block
		}
	}
	block := &ScannedBlock{Address: address, Type: w.block.Type, Flavor: w.block.Flavor, ZenML: w.block.ZenML}
	if w.isComponent {
		block.Type, block.Flavor = w.argument("type", instance.values), w.argument("flavor", instance.values)
	}
	w.instanceBlocks = append(w.instanceBlocks, block)
	return block
}

// argument returns the text of an argument of the block in an instance; "" where it is not known.
func (w *hclWalk) argument(name string, instance map[string]cty.Value) string {
	if w.facts == nil || w.facts.Attributes[name] == nil {
		return ""
	}
	if w.arguments[name] == nil {
		if w.arguments == nil {
			w.arguments = map[string]func(map[string]cty.Value) (string, bool){}
		}
		w.arguments[name] = w.file.module.nameOf(w.facts.Attributes[name].Expr)
	}
	text, _ := w.arguments[name](instance)
	return text
}
