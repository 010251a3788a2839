#include "chapters/03-any-length/exercises/3/check.cpp"
