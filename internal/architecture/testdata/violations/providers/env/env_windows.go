package env

import _ "example.com/house/resolve" // want: providers/env must not import resolve
