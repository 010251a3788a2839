// Exercise 3-3: the whole way back. Then: ./book exercise 3-3
#include "chapters/03-any-length/exercises/3/task.hpp"

// Column t of h is time t; column t-1 of net.x and of dLdo is time t.
Slopes backward(const Network& net, const Matrix& h, const Matrix& dLdo) {
  Slopes s{Matrix(arma::size(net.U), arma::fill::zeros),
           Matrix(arma::size(net.W), arma::fill::zeros),
           Matrix(arma::size(net.V), arma::fill::zeros),
           Vector(arma::size(net.b), arma::fill::zeros),
           Vector(arma::size(net.c), arma::fill::zeros),
           Vector(arma::size(net.h0), arma::fill::zeros)};
  return s;
}
