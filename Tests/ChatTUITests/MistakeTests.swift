import Testing

@testable import ChatTUI

@Suite("Lines from elsewhere than the screen")
struct MistakeTests {
    // A pipe ended with 0 whatever became of them.
    @Test(
        "are counted where nothing comes of them",
        arguments: [
            "/etc/hosts changed", " /etc/passwd is a file", "/search", "/login anna secret",
            String(repeating: "x", count: 20_000),
        ]
    )
    func mistakes(line: String) {
        var model = liveModel()
        _ = model.submit(line)
        #expect(model.mistakes == 1, "\(model.notice ?? "")")
        _ = model.submit("and goes on")
        #expect(model.mistakes == 1)
    }

    @Test("are not where something does", arguments: ["hello", "//etc", "/help", "/clear", "  "])
    func taken(line: String) {
        var model = liveModel()
        _ = model.submit(line)
        #expect(model.mistakes == 0, "\(model.notice ?? "")")
    }

    @Test("are counted where they are no answers to what is asked")
    func noAnswers() {
        var model = liveModel()
        model.hear(said(1, anna, "mine"))
        _ = model.submit("/delete")
        _ = model.submit("some words")
        _ = model.submit("other words")
        #expect(model.mistakes == 2)
        _ = model.submit("n")
        #expect(model.mistakes == 2)
    }
}
