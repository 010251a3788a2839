#include "chapters/04-clipping/cliff_drawing.hpp"

#include <algorithm>

#include "common/experiment.hpp"

namespace unrolled::clipping {
namespace {

// Where the surface stands, and from where it is seen.
struct Relief {
  double w_low = 4.2, w_high = 5.3;     // range of w
  double b_low = -3.3, b_high = -1.85;  // range of b
  double top = 0.45;                    // height that counts as 1
  double turn = 0.55;   // rotation about the vertical, in radians
  double tilt = 0.62;   // view from above, in radians
  double height = 0.7;  // of `top`, in widths of the surface
};

// A point on the screen.
Vector on_screen(const Relief& r, double w, double b, double e) {
  const double across = (w - r.w_low) / (r.w_high - r.w_low) - 0.5;
  const double away = 0.5 - (b - r.b_low) / (r.b_high - r.b_low);
  const double right = std::cos(r.turn) * across + std::sin(r.turn) * away;
  const double depth = std::cos(r.turn) * away - std::sin(r.turn) * across;
  const double up = r.height * e / r.top;
  return {right, std::sin(r.tilt) * depth + std::cos(r.tilt) * up};
}

// A descent on the screen, lying on the surface.
Matrix on_screen(const OneUnit& problem, const Relief& r, const Matrix& path) {
  Matrix screen(path.n_rows, 2);
  for (Index i = 0; i < path.n_rows; ++i) {
    const double w = path(i, 0), b = path(i, 1);
    screen.row(i) = on_screen(r, w, b, error(problem, w, b)).t();
  }
  return screen;
}

// A tint for a height, from nearly white to blue.
std::string tint(double share) {
  const Vector low{0xf4, 0xf8, 0xfc}, high{0x2b, 0x7b, 0xba};
  const Vector rgb = low + std::clamp(share, 0.0, 1.0) * (high - low);
  char text[8];
  std::snprintf(text, sizeof text, "#%02x%02x%02x",
                static_cast<unsigned>(rgb(0)) & 255U,
                static_cast<unsigned>(rgb(1)) & 255U,
                static_cast<unsigned>(rgb(2)) & 255U);
  return text;
}

// Draws a patch: a polygon over four corners.
void draw_patch(Figure& figure, const Relief& r, const Matrix& corners) {
  std::string polygon;
  for (const Index i : {0u, 1u, 2u, 3u, 0u}) {
    const Vector at = on_screen(r, corners(i, 0), corners(i, 1), corners(i, 2));
    polygon += (polygon.empty() ? "" : " to ") + fixed(at(0), 4) + "," +
               fixed(at(1), 4);
  }
  figure.set("set object polygon from " + polygon + " back fillcolor rgb '" +
             tint(arma::mean(corners.col(2)) / r.top) +
             "' fillstyle solid 1 border linecolor rgb '#8fa9c2' "
             "linewidth 0.5");
}

// Draws the surface; its rows of patches follow the wall.
void draw_surface(Figure& figure, const OneUnit& problem, const Relief& r) {
  const Vector w = arma::linspace(r.w_low, r.w_high, 17);
  const Vector from_wall{-0.45, -0.35, -0.25, -0.16, -0.08, -0.03, -0.001,
                         0.001, 0.03,  0.08,  0.15,  0.23,  0.31,  0.4};
  for (Index i = 0; i + 1 < from_wall.n_elem; ++i)
    for (Index j = w.n_elem - 1; j-- > 0;) {
      Matrix corners(4, 3);
      for (const Index k : {0u, 1u, 2u, 3u}) {
        const double w_k = w(j + (k == 1 || k == 2));
        const double b_k = wall(problem, w_k) + from_wall(i + (k > 1));
        corners.row(k) = arma::rowvec{w_k, b_k, error(problem, w_k, b_k)};
      }
      draw_patch(figure, r, corners);
    }
}

// Words at a point of the surface.
void name_place(Figure& figure, const OneUnit& problem, const Relief& r,
                double w, double above, const std::string& words,
                const std::string& how) {
  const double b = wall(problem, w) + above;
  const Vector at = on_screen(r, w, b, error(problem, w, b));
  figure.note(at(0), at(1), words, how);
}

}  // namespace

Figure surface_of(const std::string& name, const Mark& mark,
                  const OneUnit& problem, const Matrix& plain,
                  const Matrix& clipped) {
  const Relief r;
  Figure surface(name, "", mark);
  surface.size(510, 360).set("unset border").set("unset tics");
  surface.set("unset grid")
      .set("set margins 1,1,1,1")
      .legend("top left horizontal");
  surface.x_range(-0.86, 0.82).y_range(-0.4, 0.76);
  draw_surface(surface, problem, r);
  // The axis of E, at the corner in front.
  const double corner = wall(problem, r.w_low) + 0.4;
  for (const double e : {0.0, 0.2, 0.4}) {
    const Vector at = on_screen(r, r.w_low, corner, e);
    surface.note(at(0), at(1), text(e) + " –", "right");
  }
  const Vector foot = on_screen(r, r.w_low, corner, 0),
               top = on_screen(r, r.w_low, corner, 0.4);
  surface.note(top(0), top(1) + 0.07, "E", "right");
  surface.set("set arrow from " + fixed(foot(0), 4) + "," + fixed(foot(1), 4) +
              " to " + fixed(top(0), 4) + "," + fixed(top(1), 4) +
              " nohead front linecolor rgb INK");
  name_place(surface, problem, r, r.w_low, 0.4, "w = " + text(r.w_low),
             "center offset 2.5,-1");
  name_place(surface, problem, r, r.w_high, 0.4, "w = " + text(r.w_high),
             "center offset -1,-1");
  name_place(surface, problem, r, r.w_high, 0.2, "b grows ↙",
             "left offset 2,-0.5");
  name_place(surface, problem, r, r.w_high, -0.03, "plateau",
             "left offset 3,0.4");
  const Index last = plain.n_rows - 1;
  surface.note(
      0.08, -0.33,
      "to w = " + text(plain(last, 0), 2) + ", b = " + text(plain(last, 1), 2));
  const Matrix down = on_screen(problem, r, clipped);
  const Matrix off = on_screen(problem, r, plain);
  surface.line(down.col(0), down.col(1), "clipped", Colour::green, 1.3);
  surface.line(off.col(0), off.col(1), "plain", Colour::vermilion, 1.8);
  return surface;
}

Figure map_of(const std::string& name, const Mark& mark, const OneUnit& problem,
              const Matrix& plain, const Matrix& clipped) {
  const Vector w = arma::linspace(4.22, 5.02, 41);
  const Vector from_wall = arma::linspace(-0.24, 0.24, 25) + 0.01;
  Matrix e(from_wall.n_elem, w.n_elem);
  for (Index j = 0; j < w.n_elem; ++j)
    for (Index i = 0; i < e.n_rows; ++i)
      e(i, j) = error(problem, w(j), wall(problem, w(j)) + from_wall(i));
  const auto above = [&](const Matrix& path) {
    Vector b = path.col(1);
    for (Index i = 0; i < b.n_elem; ++i) b(i) -= wall(problem, path(i, 0));
    return b;
  };
  Figure map(name, "", mark);
  map.x_label("w").y_label("b − wall(w)");
  map.x_range(4.21, 5.03).y_range(-0.24, 0.26).legend("top left");
  map.map(w, from_wall, e, "E", false);
  map.line(clipped.col(0), above(clipped), "clipped", Colour::green, 1.4);
  map.line(plain.col(0), above(plain), "plain", Colour::vermilion, 1.6);
  return map;
}

}  // namespace unrolled::clipping
