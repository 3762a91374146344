package pluginwire

import (
	"context"

	"github.com/zsv-dev/zsv/providers"
)

// Hello returns what the program says of itself. One that says nothing can do check alone. It is asked once.
func (p *Provider) Hello(ctx context.Context) (Hello, error) {
	s := p.session
	if err := s.take(ctx); err != nil {
		return Hello{}, err
	}
	defer s.release()
	if s.hello != nil && s.broken == nil {
		return *s.hello, nil
	}
	var hello Hello
	err := s.ask(ctx, &exchange{request: s.helloRequest(), read: func(a answer) (err error) {
		hello, err = readHello(a)
		return err
	}})
	if said := saidBy(err); said != nil && said.Reason == providers.Unsupported {
		hello, err = Hello{Capabilities: []string{methodCheck}}, nil
	}
	if err == nil {
		s.hello = &hello
	}
	return hello, err
}

func (s *session) helloRequest() request { return s.request(methodHello) }

// request returns a request of a method, without what the method adds.
func (s *session) request(method string) request {
	r := s.envelope
	r.Protocol, r.Method = Version, method
	return r
}
