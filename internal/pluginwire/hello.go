package pluginwire

import (
	"context"
	"time"

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
		p.note(hello)
	}
	return hello, err
}

// note remembers what a program says of itself.
func (p *Provider) note(hello Hello) {
	p.session.hello = &hello
	if program := p.session.program.String(); !hello.Can(methodWrite) {
		p.readOnly.Store(&program)
	}
}

// learning is how long a program has for what nobody waits for.
const learning = 2 * time.Second

// learn asks a program for whose store something is to be registered what it can: nobody is to be told to write what cannot be
// written. One that exits after an answer is started once more for it. Whatever comes of it, the answers before it count.
func (p *Provider) learn(ctx context.Context) {
	s := p.session
	if s.take(ctx) != nil {
		return
	}
	defer s.release()
	if s.hasLearned || s.hello != nil || s.broken != nil {
		return
	}
	s.hasLearned = true
	limited, cancel := context.WithTimeout(ctx, min(learning, s.timeout))
	defer cancel()
	var hello Hello
	process, err := s.attempt(limited, &exchange{request: s.helloRequest(), isLast: true, read: func(a answer) (err error) {
		hello, err = readHello(a)
		return err
	}})
	switch said := saidBy(err); {
	case err == nil:
		p.note(hello)
	case said != nil && said.Reason == providers.Unsupported:
		p.note(Hello{Capabilities: []string{methodCheck}})
	default:
		s.end(process)
	}
}

func (s *session) helloRequest() request { return s.request(methodHello) }

// request returns a request of a method, without what the method adds.
func (s *session) request(method string) request {
	r := s.envelope
	r.Protocol, r.Method = Version, method
	return r
}
