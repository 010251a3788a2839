# Does a word of a and b read the same from both ends? It takes one sign from
# each end at a time, and stops in yes or in no.
blank _
first a -> _ R seek_a
first b -> _ R seek_b
first _ -> _ S yes
seek_a a -> a R seek_a
seek_a b -> b R seek_a
seek_a _ -> _ L last_a
seek_b a -> a R seek_b
seek_b b -> b R seek_b
seek_b _ -> _ L last_b
last_a a -> _ L back
last_a b -> b S no
last_a _ -> _ S yes
last_b b -> _ L back
last_b a -> a S no
last_b _ -> _ S yes
back a -> a L back
back b -> b L back
back _ -> _ R first
