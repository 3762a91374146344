

a=1
bb = 2
ccc  =  3

d=1 # one
ee = 22    # two
# a comment between
f = 3//three
g=[]
h={}
i=[ ]
j={ }
k=[
]
l={
}
empty {}
empty { }
empty {
}
empty {

}
one { x=1 }
labelled "a"   "b"     {
x = 1
}
nested {
inner {
innermost "x" {
a=1
}
}
}
list=[
1,2,
  3 ,
     4
]
lists=[[
  1,
  2
],[
  3
]]
calls=merge(
{a=1},
  {
b=2
  },
)
objects=[{
a=1
},{
b=2
}]
condition=a==1?(
b
):(
c
)
/* a comment
     on lines
  of its own */
x=/* within */1
z = [ # behind a bracket
  1, # behind one
     # below one
  2
  # at the end
]
long_name_of_an_argument = 1
y = {
  a = 1,
  bcd = 2
  "e" = 3, # x
  (f) = 4
  g : 5
}
