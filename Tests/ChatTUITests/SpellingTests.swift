import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Spelling")
struct SpellingTests {
    private func words(_ text: String) -> [String] {
        let characters = Array(text)
        return SpellingWords.places(in: characters).map { String(characters[$0]) }
    }

    @Test("asks about words alone")
    func finds() {
        #expect(words("Don’t say 'helo', wrld!") == ["Don’t", "say", "helo", "wrld"])
        #expect(
            words("bob: see https://e.org/x #general @anna x1 `code` a_b /path") == ["bob", "see"]
        )
        #expect(words("a é日本 straße") == ["é日本", "straße"])
        #expect(words("") == [] && words("' ''") == [])
    }

    private func model() -> Model {
        var model = liveModel()
        model.options.spelling = "auto"
        return model
    }

    @Test("asks once for each whole word, and marks what is wrong")
    func marks() {
        var model = model()
        #expect(!model.type("helo").contains(.spell(["helo"])))
        #expect(model.type(" ").contains(.spell(["helo"])))
        #expect(!model.type("helo ").contains(.spell(["helo"])))
        model.take(.spelled("helo", .wrong(["hello", "halo"])))
        let frame = view(model, capabilities: Capabilities())
        let marked = frame.row(23).filter(\.style.underline).map(\.text).joined()
        #expect(marked == "helohelo")
        #expect(model.misspelled == [0..<4, 5..<9])
    }

    @Test("Tab behind a wrong word offers others")
    func corrects() {
        var model = model()
        model.type("helo you")
        model.take(.spelled("helo", .wrong(["hello", "halo"])))
        model.press(.control("a"), .alt("f"), Key(.tab))
        #expect(model.room.editor.text == "hello you")
        model.press(Key(.tab))
        #expect(model.room.editor.text == "halo you")
    }

    @Test("Tab behind a word that was not asked about asks, and offers others when it is answered")
    func asksByTab() {
        var model = model()
        model.type("helo")
        #expect(model.press(Key(.tab)) == [.spell(["helo"])])
        #expect(model.press(Key(.tab)) == [])
        model.take(.spelled("helo", .wrong(["hello", "halo"])))
        #expect(model.room.editor.text == "hello")
        model.type(" there")
        model.press(Key(.tab))
        model.type("x")
        model.take(.spelled("there", .wrong(["their"])))
        #expect(model.room.editor.text == "hello therex")
    }

    @Test("members and commands are right, and nothing is asked when it is off")
    func leavesOut() {
        var model = model()
        model.take(.members(general, [MemberSummary(name: bob, role: .member, isHere: true)]))
        model.type("bob said")
        model.take(.spelled("bob", .wrong([])))
        #expect(model.misspelled == [])
        model.press(.control("u"))
        #expect(
            !model.type("/topic helo you").contains { if case .spell = $0 { true } else { false } }
        )
        var off = liveModel()
        #expect(!off.type("helo you").contains { if case .spell = $0 { true } else { false } })
    }
}
