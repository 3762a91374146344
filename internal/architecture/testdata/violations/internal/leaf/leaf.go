package leaf

import _ "example.com/house/providers" // want: internal/leaf must not import providers
