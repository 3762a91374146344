package utils // want: "utils" says nothing: name it for the idea it holds
