plain         = "a  b   c"
escapes       = "\"\\\n\t\u00e9 $${x} %%{y}"
reference     = "{{ s.k }}"
interpolation = "a${b}c${d}"
call          = upper("x")
object        = { a = 1 }
heredoc       = <<EOT
  kept   as it is
	{{ s.k }}
${a}   and    %{if b}c%{endif}

EOT
flush         = <<-EOT
      two
        four
    EOT
after         = 1
block {
  heredoc = <<-EOT
  in a block
  EOT
  list = [<<EOT
in a list
EOT
  , 2]
  argument = trimspace(<<-EOT
    in a call
  EOT
  )
  short       = 1
  longer_name = 2
}
unicode = "日本語"      # 日本語
ééé     = 1          # é
a       = "e\u0301é" # x
marks   = a
sum     = a + 1
splits = (a
+ b)
