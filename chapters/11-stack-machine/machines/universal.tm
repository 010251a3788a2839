# Rogozhin's universal machine with 4 states and 6 signs (Theoretical Computer
# Science 168, 1996). It runs any 2-tag system of a certain form that stands on
# its tape as the paper says. > and < are his b with an arrow.
blank 0
q1 1 -> < L q1
q1 b -> > R q1
q1 > -> b L q1
q1 < -> 0 R q1
q1 0 -> < L q1
q1 c -> 0 R q4
q2 1 -> 0 R q2
q2 b -> > L q3
q2 > -> < R q2
q2 < -> > L q2
q2 0 -> 1 L q2
q2 c -> b R q2
q3 1 -> 1 R q3
q3 b -> < R q4
q3 > -> b R q3
q3 0 -> c R q1
q3 c -> 1 R q1
q4 1 -> 0 R q4
q4 b -> c L q2
q4 > -> < R q4
q4 0 -> c L q2
q4 c -> b R q4
