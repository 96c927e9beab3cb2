import Testing

@testable import ChatTUI

@Suite("A pane without messages")
struct EmptyPaneTests {
    // Seen as client F19: a server that answered with an error was told of as one that is missing.
    @Test("says how to start a server only where none answers", arguments: [false, true])
    func start(_ answers: Bool) {
        var model = model()
        let offline = StreamHealth.offline(reason: "the server answered 503", retryAt: nil)
        model.take(.serverAnswers(answers), .stream(offline))
        #expect(model.picture.contains { $0.contains("the server answered 503") })
        #expect(model.picture.contains { $0.contains("Start one here") } != answers)
    }
}
