# A binary number becomes the next one. The head begins on its first digit.
blank _
right 0 -> 0 R right
right 1 -> 1 R right
right _ -> _ L carry
carry 1 -> 0 L carry
carry 0 -> 1 S done
carry _ -> 1 S done
