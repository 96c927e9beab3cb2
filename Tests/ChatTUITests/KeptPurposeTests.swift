import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("What a draft is for")
struct KeptPurposeTests {
    private static let first = said(1, anna, "first words")

    /// The next run of a model's person, who has read the same messages.
    private static func next(after model: Model, _ events: DurableEvent...) -> Model {
        var next = liveModel()
        for (room, text) in model.drafts { next.restoreDraft(text, in: room) }
        for (room, text) in model.purposes { next.restorePurpose(text, in: room) }
        for event in events { next.hear(event) }
        return next
    }

    private static func messages(_ effects: [Effect]) -> [OutgoingMessage] {
        effects.compactMap { if case .post(let message) = $0 { message } else { nil } }
    }

    private static func editing() -> Model {
        var model = liveModel()
        model.hear(first)
        model.press(Key(.up))
        model.type(" EDITED")
        return model
    }

    // The changed text came back as a draft, and Enter said the message again.
    @Test("is another text for a message also at the next start")
    func edit() throws {
        var next = Self.next(after: Self.editing(), Self.first)
        let message = try #require(Self.messages(next.type("\n")).first)
        #expect(message.change == MessageChange(target: 1, kind: .edit))
        #expect(message.text == "first words EDITED" && message.about == Self.first.at)
        #expect(next.room.editor.isEmpty && next.purposes.isEmpty)
    }

    @Test("is that while a message is changed, with the draft behind it")
    func behind() {
        var model = liveModel()
        model.hear(Self.first)
        model.type("draft")
        _ = model.beginEdit(of: 1, text: "first words")
        model.type("!")
        var next = Self.next(after: model, Self.first)
        #expect(next.room.editor.text == "first words!")
        next.press(Key(.escape))
        #expect(next.room.editor.text == "draft")
    }

    @Test("is an answer also at the next start")
    func reply() throws {
        var model = liveModel()
        model.hear(said(1, bob, "a question"))
        _ = model.beginReply(to: 1)
        model.type("yes")
        var next = Self.next(after: model, said(1, bob, "a question"))
        let message = try #require(Self.messages(next.type("\n")).first)
        #expect(message.replyTo == 1 && message.text == "yes")
    }

    @Test("is a message where the number is another message's now, and that is said")
    func other() {
        var next = Self.next(after: Self.editing(), said(1, bob, "anew", minutes: 99))
        #expect(Self.messages(next.type("\n")).isEmpty)
        #expect(next.notice == "the message is another one now")
        #expect(next.drafts == [general: "first words EDITED"] && next.purposes.isEmpty)
    }

    @Test("is nothing where the draft is gone, and a message where it is none of these")
    func gone() {
        var next = liveModel()
        next.restorePurpose(Self.editing().purposes[general] ?? "", in: general)
        #expect(next.purposes.isEmpty && next.room.editor.isEmpty)
        let damaged = [
            "", "edit", "edit 1 2 - 900\nx", "edit x 2 - 0\n", "reply 0 -\n", "say 1 -\n",
        ]
        for text in damaged {
            #expect(KeptPurpose(text) == nil, "\(text)")
        }
    }

    @Test("comes back as it was, whatever the texts hold")
    func comesBack() {
        for text in ["", "a\nb", "\r\n", "\u{301}x", "🎉 1 2\nreply 1 -"] {
            for kind in [KeptPurpose.Kind.reply, .edit(original: text, replyTo: 7)] {
                let kept = KeptPurpose(kind: kind, seq: 3, at: morning, words: text)
                #expect(KeptPurpose(kept.text) == kept)
            }
        }
    }
}
