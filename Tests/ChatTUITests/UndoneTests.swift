import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("What too much work leaves undone")
struct UndoneTests {
    private static let reason = "too much waits to be done already"

    @Test(
        "is told as what is not done, so that nothing waits for it",
        arguments: [
            (.loadHistory(general, before: 3), .historyFailed(general, reason: reason)),
            (.loadAfter(general, seq: 3), .historyFailed(general, reason: reason)),
            (.loadAround(general, seq: 3), .historyFailed(general, reason: reason)),
            (.loadMessage(general, seq: 3), .messageFailed(general, seq: 3)),
            (.settle, .settled),
            (.decide(random, .enter), .notEntered(random, reason: "not done: \(reason)")),
            (.decide(random, .useCode("AB")), .notEntered(random, reason: "not done: \(reason)")),
            (.setTopic(general, "x"), .notice("\(reason); something was left out")),
            (.decide(general, .destroy), .notice("\(reason); something was left out")),
        ] as [(Effect, Input)]
    )
    func told(effect: Effect, input: Input) {
        #expect(Input(undone: effect) == input)
    }

    @Test("leaves no page, search, file or message that is waited for")
    func waitsForNothing() throws {
        var model = liveModel()
        var effects = model.hear(said(1, bob, "one"), said(9, bob, "nine"))
        effects += model.search("nine")
        effects += try model.begin(.send(path: "x", name: nil, room: general))
        effects += model.post("hello")
        #expect(model.isBusy && model.hasUnsent && model.room.loading != nil)
        for effect in effects { model.take(Input(undone: effect)) }
        #expect(!model.isBusy && !model.hasUnsent && model.room.loading == nil)
        #expect(model.reading.found?.failure == Self.reason)
    }
}
