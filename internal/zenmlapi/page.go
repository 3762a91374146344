package zenmlapi

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

// largestPage is how many items ZenML gives at once, unless its operators say otherwise.
const largestPage = 10_000

// maxItems is how many items are kept. A server that never comes to an end is not listened to for ever.
const maxItems = 1_000_000

// An Item is one of a list, with the members that all have.
type Item struct {
	ID, Name string
	// Body, Metadata and Resources may be nil.
	Body, Metadata, Resources strictjson.Object
	// Denied says that the caller may not see more of it than its name.
	Denied bool
}

// A List is what the server said of all items at a path.
type List struct {
	Items []Item
	// Whole says that the pages fit together: that all items are in Items. Where it is false, one that is not in it may be
	// there all the same; the list was read several times then.
	Whole bool
}

// readings is how often a list is read where its pages do not fit together. Servers count and select one after the other, so
// that one page, too, may not fit its total while others write.
const readings = 5

// List reads all pages of a list, the oldest item first. Pages are as large as the server lets them be. Where they do not
// fit together, because someone wrote in between, all are read again; that is a repetition, and not counted.
func (c *Client) List(ctx context.Context, path string, query url.Values) (List, error) {
	list, err := c.listOnce(ctx, path, query)
	for reading := 1; err == nil && !list.Whole && reading < readings; reading++ {
		list, err = c.repeating().listOnce(ctx, path, query)
	}
	return list, err
}

// repeating is the client where nothing that it sends is counted.
func (c *Client) repeating() *Client {
	again := *c
	again.requests = new(atomic.Int64)
	return &again
}

// A page is one of a list.
type page struct {
	index, size, pages, total int64
	items                     []Item
}

func (c *Client) listOnce(ctx context.Context, path string, query url.Values) (List, error) {
	first, err := c.firstPage(ctx, path, query)
	if err != nil {
		return List{}, err
	}
	all := first.items
	if first.index != 1 {
		return List{Items: all}, nil
	}
	for index := int64(2); index <= first.pages; index++ {
		next, err := c.page(ctx, path, query, index, first.size)
		switch {
		case err != nil:
			return List{}, err
		case next == nil: // it became shorter
			return List{Items: all}, nil
		}
		all = append(all, next.items...)
		if !next.follows(first, index) || int64(len(all)) > maxItems { // nothing that comes after it would make it whole
			return List{Items: all}, nil
		}
	}
	return List{all, int64(len(all)) == first.total && areApart(all)}, nil
}

// follows says whether a page is the one of an index of the list that another one is the first of. An empty one is of none.
func (p *page) follows(first *page, index int64) bool {
	return p.index == index && p.size == first.size && p.pages == first.pages && p.total == first.total && len(p.items) > 0
}

// firstPage asks for the largest page. A server that does not give that many is asked without a size, and tells the size
// that it does give.
func (c *Client) firstPage(ctx context.Context, path string, query url.Values) (*page, error) {
	for _, size := range []int64{largestPage, 0} {
		first, err := c.page(ctx, path, query, 1, size)
		if first != nil || err != nil {
			return first, err
		}
	}
	return nil, c.notZenML(http.StatusUnprocessableEntity)
}

// page asks for one page; size 0 leaves that to the server. It is nil where the server says that there is no such page.
func (c *Client) page(ctx context.Context, path string, query url.Values, index, size int64) (*page, error) {
	query = maps.Clone(query)
	if query == nil {
		query = url.Values{}
	}
	query.Set("page", strconv.FormatInt(index, 10))
	query.Set("sort_by", "asc:created")
	if size > 0 {
		query.Set("size", strconv.FormatInt(size, 10))
	}
	reply, err := c.Ask(ctx, Request{Method: http.MethodGet, Path: path, Query: query})
	switch {
	case err != nil:
		return nil, err
	case reply.Status == http.StatusUnprocessableEntity, reply.Status == http.StatusBadRequest:
		return nil, nil
	case !reply.OK():
		return nil, c.Refused(reply, path)
	}
	read, ok := readPage(reply.Body)
	if !ok {
		return nil, c.notZenML(reply.Status)
	}
	return read, nil
}

func readPage(body any) (*page, bool) {
	object, ok := body.(strictjson.Object)
	list, isList := object["items"].([]any)
	if !ok || !isList {
		return nil, false
	}
	read := &page{}
	for _, member := range []struct {
		name   string
		number *int64
	}{{"index", &read.index}, {"max_size", &read.size}, {"total_pages", &read.pages}, {"total", &read.total}} {
		written, _ := object[member.name].(strictjson.Number)
		whole, ok := written.Whole()
		if !ok || whole < 0 {
			return nil, false
		}
		*member.number = whole
	}
	for _, element := range list {
		item, ok := ReadItem(element)
		if !ok {
			return nil, false
		}
		read.items = append(read.items, item)
	}
	return read, read.size > 0
}

// ReadItem reads an item of a list, or the answer to a question about one. It is false for what is none.
func ReadItem(body any) (Item, bool) {
	object, _ := body.(strictjson.Object)
	id, hasID := object["id"].(string)
	name, hasName := object["name"].(string)
	item := Item{ID: id, Name: name}
	item.Denied, _ = object["permission_denied"].(bool)
	for _, part := range []struct {
		name string
		held *strictjson.Object
	}{{"body", &item.Body}, {"metadata", &item.Metadata}, {"resources", &item.Resources}} {
		held, ok := object[part.name].(strictjson.Object)
		if !ok && object[part.name] != nil {
			return Item{}, false
		}
		*part.held = held
	}
	return item, hasID && hasName && isID(id)
}

// isID says whether a text is a UUID as ZenML writes it, so that nothing else gets into a path.
func isID(text string) bool {
	if len(text) != 36 {
		return false
	}
	for i, r := range text {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (r == '-') || !dash && !('0' <= r && r <= '9' || 'a' <= r && r <= 'f') {
			return false
		}
	}
	return true
}

// areApart says whether no item is in the list twice.
func areApart(items []Item) bool {
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = item.ID
	}
	slices.Sort(ids)
	return len(slices.Compact(ids)) == len(items)
}

// Refused explains a refusal of a question that has no answer of its own for it.
func (c *Client) Refused(reply Reply, path string) error {
	switch reply.Status {
	case http.StatusForbidden:
		return c.problem(providers.Denied, "%s refuses %s to the owner of these credentials; ask for a role that allows it",
			c.shown, "/api/v1/"+path)
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return c.problem(providers.Unsupported, "%s does not know %s: it is no ZenML server, or of a version that zsv does not know; "+
			"check %s", c.shown, "/api/v1/"+path, c.environment.name(addressNames))
	}
	return c.problem(providers.ServerError, "%s refused %s (HTTP %d); look at the ZenML server's log", c.shown, "/api/v1/"+path,
		reply.Status)
}
