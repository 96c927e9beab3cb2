import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A call")
struct CallTests {
    private func model(_ options: ClientOptions = ClientOptions()) -> Model {
        var model = Model(
            name: anna,
            rooms: [general, random, room("@bob")],
            server: "x",
            size: Size(columns: 80, rows: 24),
            now: morning,
            zone: .fixed(0),
            options: options
        )
        model.take(.event(.control(.live)), .stream(.live))
        return model
    }

    private func later(_ model: inout Model, _ milliseconds: Int64) {
        model.take(.tick(model.now.adding(milliseconds: milliseconds)))
    }

    @Test("rings and notifies for one's name, for a direct room, and for nothing else")
    func calls() {
        var model = model()
        #expect(model.hear(said(1, bob, "nothing", in: random)) == [])
        #expect(
            model.hear(said(2, bob, "hi Anna!", in: random))
                == [.bell, .notify(title: "bob in #random", text: "hi Anna!")]
        )
        later(&model, 5_000)
        let direct = model.hear(said(1, bob, "psst", in: room("@bob")))
        #expect(direct == [.bell, .notify(title: "bob", text: "psst")])
        later(&model, 5_000)
        #expect(model.hear(said(3, anna, "anna here", in: random)) == [])
    }

    @Test("comes for the words that are looked for, which count as mentions")
    func highlights() {
        var options = ClientOptions()
        options.highlights = ["Deploy", "on call"]
        var model = model(options)
        #expect(model.hear(said(1, bob, "DEPLOY now", in: random)).contains(.bell))
        #expect(model.rooms[1].mentions == 1)
        later(&model, 3_000)
        #expect(model.hear(said(2, bob, "who is on call?", in: random)).contains(.bell))
        later(&model, 3_000)
        #expect(model.hear(said(3, bob, "deployed", in: random)) == [])
        #expect(model.rooms[1].mentions == 2)
    }

    @Test("comes for as much as the person wants")
    func amounts() {
        var options = ClientOptions()
        options.calls = .none
        var silent = model(options)
        #expect(silent.hear(said(1, bob, "anna!", in: random)) == [])
        #expect(silent.rooms[1].mentions == 1)
        options.calls = .all
        var loud = model(options)
        #expect(loud.hear(said(1, bob, "anything", in: random)).contains(.bell))
    }

    @Test("comes once in two seconds")
    func rate() {
        var model = model()
        var calls = 0
        for seq in Int64(1)...100 {
            calls += model.hear(said(seq, bob, "anna \(seq)", in: random)).count { $0 == .bell }
            later(&model, 100)
        }
        #expect(calls == 5)
        #expect(model.rooms[1].mentions == 100)
    }

    @Test("comes from the room in front only while the person looks away")
    func focus() {
        var model = model()
        #expect(!model.hear(said(1, bob, "anna")).contains(.bell))
        for seq in Int64(2)...60 { model.hear(said(seq, bob, "line")) }
        model.press(Key(.pageUp))
        #expect(!model.hear(said(61, bob, "anna")).contains(.bell))
        model.take(.focus(false))
        #expect(model.hear(said(62, bob, "anna")).contains(.bell))
    }
}
