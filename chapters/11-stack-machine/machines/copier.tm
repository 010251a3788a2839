# A row of 1 is written once more behind a blank: 11 becomes 11_11. A 1 that is
# copied is marked x, and unmarked at the end.
blank _
take 1 -> x R to_gap
take _ -> _ L unmark
to_gap 1 -> 1 R to_gap
to_gap _ -> _ R to_end
to_end 1 -> 1 R to_end
to_end _ -> 1 L to_gap_back
to_gap_back 1 -> 1 L to_gap_back
to_gap_back _ -> _ L to_mark
to_mark 1 -> 1 L to_mark
to_mark x -> x R take
unmark x -> 1 L unmark
unmark _ -> _ R done
