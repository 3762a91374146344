package leaf // want: "helper" says nothing: name it for the idea it holds
