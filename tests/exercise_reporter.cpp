// What a check writes for the runner, one thing a line: "test NAME", "failed",
// "threw" or "fatal" with the message in lines that begin with "| ", "held" or
// "end". Each line is written at once, so that what ends the program ends the
// report there. (Catch2's XML reporter would keep what the answer prints, and
// lose it in a crash.)
//
// Part of the support that answers are linked with, not of the tool.
#ifdef UNROLLED_CATCH2_V2
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>
#else
#include <catch2/catch_all.hpp>
#endif
#include <sstream>
#include <string>

namespace {

#ifdef UNROLLED_CATCH2_V2
class Lines : public Catch::StreamingReporterBase<Lines> {
 public:
  explicit Lines(Catch::ReporterConfig const& config)
      : StreamingReporterBase(config), out_(stream) {}
  void assertionStarting(Catch::AssertionInfo const&) override {}
  bool assertionEnded(Catch::AssertionStats const& stats) override {
    write(stats.assertionResult);
    return true;
  }
#else
class Lines : public Catch::StreamingReporterBase {
 public:
  explicit Lines(Catch::ReporterConfig&& config)
      : StreamingReporterBase(std::move(config)), out_(m_stream) {}
  void assertionEnded(Catch::AssertionStats const& stats) override {
    write(stats.assertionResult);
  }
#endif
  static std::string getDescription() {
    return "For the exercises' runner";
  }

  void testCaseStarting(Catch::TestCaseInfo const& test) override {
    out_ << "test " << test.name << std::endl;
  }
  void testCaseEnded(Catch::TestCaseStats const& stats) override {
    const bool held =
        stats.totals.assertions.allOk() && stats.totals.assertions.passed > 0;
    out_ << (held ? "held" : "end") << std::endl;
  }

 private:
  void write(Catch::AssertionResult const& result) {
    if (result.isOk()) return;
    const Catch::ResultWas::OfType kind = result.getResultType();
    out_ << (kind == Catch::ResultWas::ThrewException        ? "threw"
             : kind == Catch::ResultWas::FatalErrorCondition ? "fatal"
                                                             : "failed")
         << std::endl;
    std::string text(result.getMessage());
    if (result.hasExpression()) text += result.getExpandedExpression();
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
      out_ << "| " << line << std::endl;
  }

  std::ostream& out_;
};

}  // namespace

CATCH_REGISTER_REPORTER("lines", Lines)
