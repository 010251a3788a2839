// Two blocks of a Transformer beside an LSTM of as many parameters, at as many
// multiply-adds: on chapter 9's grammar and on the book's pages.
#include "chapters/09-language/grammars.hpp"
#include "chapters/10-attention/counting.hpp"
#include "chapters/10-attention/learners.hpp"
#include "common/experiment.hpp"

using namespace unrolled;
using namespace unrolled::attention;

namespace {

struct Knobs {
  Index updates = 200, window = 32, seed = 1;
  double rate = 0.02, lstm_rate = 0.01;
};

// How both did on a text.
struct Contest {
  double attention, lstm;     // bits a symbol
  double floor;               // the least there can be; 0: not known
  double parameters, others;  // of attention, of the LSTM
  double read, lstm_read;     // symbols learnt from
};

struct Found {
  Contest grammar, book;
};

// Multiply-adds of a symbol, forward: heads, V and net of each layer, scores.
double work_of(const Sizes& s, Index K, Index tau) {
  const Index M = s.width, d = M / s.heads;
  const Index heads = s.heads * cost_of_attention(M, d, d, tau, s.mask).work;
  const Index net = M * M + 2 * M * s.inner;
  return double(s.layers * (heads + tau * net)) / double(tau) + double(M * K);
}

// The numbers that an LSTM learns: E, the gates, V, c.
Index size_of_lstm(Index A, Index M, Index H) {
  return A * M + 4 * H * (M + H + 1) + A * H + A;
}

Contest contest(const Symbols& text, const Symbols& test, Index A,
                const Sizes& sizes, double unknown, const Knobs& k) {
  Random random(k.seed);
  constexpr Index batch = 16;
  const Index M = sizes.width;
  const auto network = transformer(A, A, sizes, random);
  Index H = 1;
  while (size_of_lstm(A, M, H) < network->size()) ++H;
  language::Model lstm =
      language::first_model(language::Kind::lstm, A, M, H, random);
  const double work = double(cost_of_lstm(M, H, 1).work + H * A);
  const auto updates = static_cast<Index>(double(k.updates) * work /
                                          work_of(sizes, A, k.window));
  train(*network, windows_of(text, k.window), {k.rate, 1, batch, updates},
        random);
  language::train(lstm, text, {batch, k.window, k.updates, k.lstm_rate, 1});
  const double symbols = double(batch * k.window);
  return {unknown + language::bits_per_character(
                        probabilities(*network, test, k.window)),
          unknown +
              language::bits_per_character(language::probabilities(lstm, test)),
          0,
          double(network->size()),
          double(size_of_lstm(A, M, H)),
          symbols * double(updates),
          symbols * double(k.updates)};
}

Found measure(const Knobs& k) {
  Random random(k.seed);
  const language::Nested grammar;
  const Symbols text = language::nested_text(grammar, random, 60000),
                test = language::nested_text(grammar, random, 20000);
  const language::Split split = language::read_book();
  const language::Alphabet alphabet(split.train);
  const Symbols pages = alphabet.read(split.train),
                last = alphabet.read(split.test);
  const double unknown = language::bits_of_unseen(alphabet) *
                         static_cast<double>(arma::accu(last == 0)) /
                         static_cast<double>(last.n_elem);
  Found f{contest(text, test, language::Nested::count, {2, 8, 2, 24}, 0, k),
          contest(pages, last, alphabet.size(), {2, 24, 2, 48}, unknown, k)};
  f.grammar.floor = language::entropy_rate(grammar);
  return f;
}

void show(Experiment& lab, const Found& f) {
  const Mark near = rounding("each within 0.1");
  Table table{{"text", "network", "parameters", "symbols read", "bits"}, {}};
  const auto rows = [&](const std::string& text, const Contest& c) {
    table.rows.push_back({text, "two blocks", fixed(c.parameters, 0),
                          fixed(c.read, 0), fixed(c.attention, 3)});
    table.rows.push_back({text, "LSTM", fixed(c.others, 0),
                          fixed(c.lstm_read, 0), fixed(c.lstm, 3)});
  };
  rows("grammar", f.grammar);
  rows("book", f.book);
  lab.table("bits", table);
  lab.mark("bits.bits", near);
  lab.value("floor", f.grammar.floor, 4);
  Figure figure("10-beside", "", near);
  const Vector at{1, 2};
  figure.x_names(at, {"grammar", "book"}).y_label("bits a symbol");
  figure.legend("top left").x_range(0.4, 2.6).y_range(0, 4.5);
  figure.bars(at - 0.2, Vector{f.grammar.attention, f.book.attention},
              "two blocks", Colour::green, 0.36);
  figure.bars(at + 0.2, Vector{f.grammar.lstm, f.book.lstm}, "LSTM",
              Colour::blue, 0.36);
  lab.draw(figure);
}

void claim(Experiment& lab, const Found& f) {
  lab.claim("grammar, bits of two blocks over the LSTM's",
            f.grammar.attention / f.grammar.lstm, above(1));
  lab.claim("book, bits of two blocks over the LSTM's",
            f.book.attention / f.book.lstm, above(1));
}

}  // namespace

int main(int argc, char** argv) {
  Experiment lab("10-beside",
                 "At as many parameters and multiply-adds an LSTM foretells "
                 "the grammar and the book's pages better than two blocks of a "
                 "Transformer");
  Knobs k;
  lab.knob("updates", k.updates, "updates of the LSTM", {100, 400},
           {20, 100000});
  lab.knob("window", k.window, "steps of a window", {16, 64}, {2, 500});
  lab.knob("rate", k.rate, "first learning rate of the blocks", {0.01, 0.04},
           {0.0001, 1});
  lab.knob("lstm_rate", k.lstm_rate, "first learning rate of the LSTM",
           {0.005, 0.02}, {0.0001, 1});
  lab.knob("seed", k.seed, "of the texts and first weights");
  return lab.run(argc, argv, k, measure, show, claim);
}
