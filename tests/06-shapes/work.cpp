// ./book work 6: the reader's numbers through each shape.
#include "tests/work.hpp"

using namespace work_test;

namespace {

// A random example of a shape: "jordan own", "one_output", "elman 3 2".
Json shaped(const std::string& what, const std::string& hidden,
            const std::string& output, std::size_t tau, std::uint64_t seed) {
  std::istringstream words(what);
  std::string shape, one, two;
  words >> shape >> one >> two;
  Json e{{"shape", shape}};
  e.update(random_example(hidden, output, tau, seed));
  unrolled::Random random(seed + 50);
  if (shape == "jordan") {
    e["feedback"] = one;
    e["W"] = normal_rows(random, 3, 4, 0.5);
    e["y0"] = normal(random, 4);
    e.erase("h0");
  } else if (shape == "one_output") {
    e["y"] = target(random, 4, output);
  } else if (!one.empty()) {
    e["back"] = std::stoi(one);
    e["every"] = std::stoi(two);
  }
  return e;
}

std::vector<Json> all_shapes() {
  std::vector<Json> all;
  for (const std::string what :
       {"jordan own", "jordan teacher", "one_output", "elman", "elman 3 2"})
    for (const std::string& output : outputs)
      all.push_back(
          shaped(what, output == outputs[1] ? "relu" : "tanh", output, 5, 11));
  all.push_back(shaped("elman 2 2", "sigmoid", outputs[0], 5, 12));
  all.push_back(shaped("elman 9 9", "identity", outputs[2], 5, 13));
  all.push_back(shaped("elman 1 1", "tanh", outputs[0], 1, 14));
  all.push_back(shaped("jordan own", "identity", outputs[0], 1, 15));
  return all;
}

bool cut(const Json& e) {
  return e.contains("back");
}

oracle::Recurrent wired(const Json& e) {
  const std::size_t tau = e["x"].size();
  Json plain = e;
  if (e["shape"] == "one_output") plain["y"] = std::vector<Json>(tau, e["y"]);
  oracle::Recurrent net = to_oracle(plain);
  if (e["shape"] == "one_output") {
    net.weights.assign(tau, 0);
    net.weights.back() = 1;
  }
  if (e["shape"] == "jordan") {
    net.feedback = e["feedback"];
    net.y0.assign(net.V.size(), 0);
    if (e.contains("y0")) net.y0 = to_vector(e["y0"]);
  }
  if (cut(e)) net.back = e["back"], net.every = e["every"];
  return net;
}

Json truth_of(const Json& e) {
  using namespace oracle;
  Recurrent net = wired(e);
  const Trace trace = run(net);
  const auto L = [&] { return cut(e) ? truncated(net) : run(net).loss; };
  const bool jordan = e["shape"] == "jordan";
  const bool one = e["shape"] == "one_output";
  Json truth;
  if (!cut(e)) {
    std::vector<RealVec> h, o, y_hat, delta;
    RealVec loss_t;
    for (std::size_t t = 1; t <= net.x.size(); ++t) {
      h.push_back(real(trace.h[t]));
      o.push_back(real(trace.o[t - 1]));
      y_hat.push_back(real(predicted(net, trace.o[t - 1])));
      loss_t.push_back(loss_at(net, trace.o[t - 1], t).real());
      delta.push_back(total_derivative(net, Place::kH, t, net.U.size()));
    }
    truth["h"] = h;
    truth["o"] = one ? Json(o.back()) : Json(o);
    truth["y_hat"] = one ? Json(y_hat.back()) : Json(y_hat);
    if (!one) truth["loss_t"] = loss_t;
    if (!jordan) truth["delta"] = delta;
    for (Vec& x : net.x) truth["dx"].push_back(gradient(L, x));
  }
  truth["loss"] = trace.loss.real();
  truth["dU"] = gradient(L, net.U);
  truth["dW"] = gradient(L, net.W);
  truth["dV"] = gradient(L, net.V);
  truth["db"] = gradient(L, net.b);
  truth["dc"] = gradient(L, net.c);
  truth[jordan ? "dy0" : "dh0"] = gradient(L, jordan ? net.y0 : net.h0);
  return truth;
}

// Compares every key, and finds no other.
void check_shape(const Json& got, const Json& e) {
  const Json truth = truth_of(e);
  check_each(got, truth);
  CHECK(got.size() == truth.size());
}

}  // namespace

const Subject& work_test::subject() {
  static const Subject chapter{
      "06-shapes", all_shapes(), check_shape,
      [](const Json& e) { return oracle::loss(wired(e)); }};
  return chapter;
}

TEST_CASE("Work 6 takes both numbers of a truncation, or none") {
  Json e = shaped("elman 3 2", "tanh", outputs[0], 5, 16);
  const auto refused_with = [&](const Json& changes, const std::string& gone,
                                const std::string& said) {
    Json other = e;
    other.update(changes);
    if (!gone.empty()) other.erase(gone);
    check_refused(other.dump(), said);
  };
  refused_with(J("{}"), "every", "every: missing, and needed beside back");
  refused_with(J("{}"), "back", "back: missing, and needed beside every");
  refused_with(J(R"({"back": 0})"), "",
               "back: expected a whole number from 1 on, got 0");
  refused_with(J(R"({"every": 0})"), "", "every: expected a whole number");
  refused_with(J(R"({"every": -1})"), "", "every: expected a whole number");
  refused_with(J(R"({"back": 2.5})"), "", "back: expected a whole number");
  refused_with(J(R"({"back": [2]})"), "", "back: expected a number");
  refused_with(J(R"({"back": 1})"), "",
               "back: expected at least every, 2, got 1");
  refused_with(J(R"({"dx": [[0, 0]]})"), "", "dx: expected only without back");
  e["back"] = 1e300;
  e["every"] = 1e300;
  Json whole = e;
  whole.erase("back"), whole.erase("every");
  CHECK(error(answer_to(e)["dW"], answer_to(whole)["dW"]) < 1e-12);
}

TEST_CASE("Work 6 refuses more sweeps than a sheet can hold") {
  Json e = shaped("elman 200 1", "tanh", outputs[2], 200, 17);
  check_refused(e.dump(),
                "back: expected at most 10000 steps in all sweeps, got 20100");
}

TEST_CASE("Work 6 names what is missing of a shape") {
  Json e = example();
  e.erase("feedback");
  check_refused(e.dump(), "feedback: missing, and needed");
  e = example();
  e.erase("shape");
  check_refused(e.dump(), "shape: missing, and needed");
  e = shaped("one_output", "tanh", outputs[0], 3, 18);
  e["y"] = J("[[1, 0, 0, 0]]");
  check_refused(e.dump(), "y, number 1: expected a number, got an array");
  e["y"] = J("[0.5, 0.5, 0.5, 0]");
  check_refused(e.dump(), "y: expected softmax targets that sum to 1, got 1.5");
}

TEST_CASE("Work 6 speaks a note's symbols where the note has the network") {
  const Answer jordan = run({"--notation", "B"});
  CHECK(refused(jordan, 2));
  CHECK(contains(jordan.err, "--notation: expected E, got B"));
  for (const std::string note : {"A", "B", "C", "D", "E"})
    for (const std::string what : {"elman", "one_output", "elman 3 2"})
      CHECK(work(shaped(what, "tanh", outputs[0], 4, 19), {"--notation", note})
                .code == 0);
}

TEST_CASE("Work 6 names the typical mistakes") {
  const auto hint = [](Json e, const std::string& key, const Json& mine) {
    return verdict(e, key, mine)["hint"].get<std::string>();
  };
  const Json own = shaped("jordan own", "tanh", outputs[0], 4, 20);
  // What comes back left out: as if it were held.
  oracle::Recurrent net = wired(own);
  const oracle::Trace trace = oracle::run(net);
  net.feedback = "teacher";
  oracle::Recurrent held = net;
  const auto direct = [&] {
    oracle::Number sum = 0;
    for (std::size_t t = 1; t <= 4; ++t) {
      oracle::Vec from = net.y0;
      if (t > 1) {
        from = oracle::predicted(net, trace.o[t - 2]);
        for (auto& n : from) n = n.real();
      }
      const oracle::Vec z =
          oracle::add(oracle::add(oracle::multiply(held.U, held.x[t - 1]),
                                  oracle::multiply(held.W, from)),
                      held.b);
      const oracle::Vec o = oracle::add(
          oracle::multiply(held.V, oracle::activate("tanh", z)), held.c);
      sum += oracle::loss_at(held, o, t);
    }
    return sum;
  };
  CHECK(hint(own, "dW", oracle::gradient(direct, held.W)) ==
        "your dW is the true one without what comes back through y_hat");
  const Json e = shaped("elman 4 2", "tanh", outputs[0], 6, 21);
  Json whole = e;
  whole.erase("back"), whole.erase("every");
  CHECK(hint(e, "dW", answer_to(whole)["dW"]) ==
        "your dW is the whole one: nothing is cut in it");
  Json pieces = e;
  pieces["back"] = 2;
  CHECK(hint(e, "dU", answer_to(pieces)["dU"]) ==
        "your dU is cut into pieces: no sweep of it goes back beyond the last "
        "one");
  const Json one = shaped("one_output", "tanh", outputs[0], 4, 22);
  CHECK(hint(one, "dW", scaled(answer_to(one)["dW"], -1)) ==
        "your dW is the true one with the opposite sign");
  Json each = one;
  each["shape"] = "elman";
  each["y"] = std::vector<Json>(4, one["y"]);
  CHECK(hint(one, "dV", answer_to(each)["dV"]) ==
        "your dV is that of a loss at every step");
}
