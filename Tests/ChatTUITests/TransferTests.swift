import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A file on its way")
struct TransferTests {
    private static let reference = FileReference(
        name: "report.pdf",
        size: 2_000,
        type: "application/pdf",
        sha256: String(repeating: "a", count: 64),
        url: "/files/\(String(repeating: "a", count: 64))/report.pdf"
    )

    private static func shared() -> Model {
        var model = liveModel(100, 24)
        model.hear(
            event(1, alice, .message(Message(text: "report.pdf", file: reference))),
            said(2, bob, "thanks")
        )
        return model
    }

    @Test("is sent to the room in front, under its own name or another")
    func sends() throws {
        var model = liveModel()
        let plain = model.type("/upload ~/a.bin\n")
        #expect(plain == [.transfer(1, .send(path: "~/a.bin", name: nil, room: general))])
        let name = try FileName("my name.txt")
        let named = model.type("/upload 'b c.txt' \"my name.txt\"\n")
        #expect(named == [.transfer(2, .send(path: "b c.txt", name: name, room: general))])
        #expect(model.type("/upload\n").isEmpty)
        model.press(.control("u"))
        #expect(model.type("/upload a b/c\n").isEmpty)
        #expect(model.notice?.hasPrefix("b/c: ") == true)
    }

    @Test("shows how far it is, that it waits, and its end")
    func progress() {
        var model = liveModel(100, 24)
        model.type("/upload /tmp/big.bin\n")
        #expect(model.picture[22] == " live · sending big.bin · anna · #general")
        model.take(.transfer(1, .moved(420, of: 1_000)))
        #expect(model.picture[22] == " live · sending big.bin [####------] 42 % · anna · #general")
        model.take(.transfer(1, .waiting(reason: "gone")))
        #expect(
            model.picture[22] == " live · sending big.bin waits for the server · anna · #general"
        )
        model.take(.transfer(1, .ended("big.bin was sent to general")))
        #expect(model.picture[22] == " live · anna · #general")
        #expect(model.notice == "big.bin was sent to general")
    }

    @Test("is fetched by number, or as the selected message's")
    func fetches() {
        var model = Self.shared()
        #expect(model.type("/download\n") == [.transfer(1, .fetch(Self.reference, path: nil))])
        let named = model.type("/download 1 out.pdf\n")
        #expect(named == [.transfer(2, .fetch(Self.reference, path: "out.pdf"))])
        #expect(model.type("/download 2\n").isEmpty)
        #expect(model.notice == "files that are loaded: 1")
        model.press(.control("u"))
        // They were taken for names of files.
        for number in ["0", "-1"] {
            #expect(model.type("/download \(number)\n").isEmpty)
            #expect(model.notice?.contains("/download [N] [PATH]") == true)
            model.press(.control("u"))
        }
        model.press(.control("s"))
        model.press(Key(.character("s")))
        #expect(model.notice == "it has no file")
        model.press(Key(.character("k")))
        let saved = model.press(Key(.character("s")))
        #expect(saved.contains(.transfer(3, .fetch(Self.reference, path: nil))))
        #expect(model.selection != nil, "the message stays selected")
    }

    // The line was gone, and Up began with a message that was to be changed.
    @Test("that comes to nothing is brought back by Up, before one's last message is changed")
    func failed() {
        var model = liveModel()
        model.hear(said(1, anna, "mine"))
        model.type("/upload /nosuch\n")
        model.take(.transfer(1, .failed("not done: no such file")))
        #expect(model.notice == "not done: no such file" && model.transfers.isEmpty)
        model.press(Key(.up))
        #expect(model.room.editor.text == "/upload /nosuch" && model.room.writing.edit == nil)
        let job = Transfer.Job.send(path: "/nosuch", name: nil, room: general)
        #expect(model.press(Key(.enter)) == [.transfer(2, job)])
        model.take(.transfer(2, .ended("nosuch was sent to general")))
        model.press(Key(.up))
        #expect(model.room.editor.text == "mine")
    }

    @Test("is stopped by a key or by its name, and there are four at most")
    func stops() {
        var model = liveModel()
        for name in ["a", "b", "c", "d"] { model.type("/upload \(name)\n") }
        #expect(model.type("/upload e\n").isEmpty)
        #expect(model.notice?.hasPrefix("4 files") == true)
        #expect(model.press(.alt("k")) == [.cancelTransfer(4)])
        model.press(.control("u"))
        #expect(model.type("/cancel b\n") == [.cancelTransfer(2)])
        #expect(model.type("/cancel x\n").isEmpty)
        #expect(model.notice == "no such file is on its way")
        model.press(.control("u"))
        model.take(.transfer(2, .ended("stopped")))
        #expect(model.type("/upload e\n").count == 1)
    }

    // Of the other servers nothing was asked, and theirs was lost.
    @Test(
        "and what was refused keep the screen, as they would be lost without it",
        arguments: [("", 0), (" at home", home)]
    )
    func keepsScreen(place: String, server: Int) {
        var workspace = workspace()
        if server == home { workspace.type("/server home\n") }
        workspace.type("/upload a\n")
        workspace.type("/server work\n")
        #expect(workspace.type("/plain\n").isEmpty)
        let there = server == 0 ? "" : " there"
        #expect(workspace.model.notice == "a is on its way\(place); /cancel stops it\(there)")
        _ = workspace.take(.transfer(1, .ended("stopped")), from: server)
        // It is brought back as what came to nothing.
        workspace.press(Key(.up))
        let left = workspace.press(Key(.enter))
        #expect(left == [ServerEffect(server: 0, effect: .goOnInLines)])
        if server == home { workspace.type("/server home\n") }
        workspace.type("hello\n")
        let key = workspace.model.room.pending.first?.message.key ?? ""
        workspace.type("/server work\n")
        _ = workspace.take(.refused(key: key, reason: "no"), from: server)
        #expect(workspace.type("/plain\n").isEmpty)
        #expect(workspace.model.notice == "1 refused, lost by leaving")
    }

    @Test("opens in the browser where the server has an address for it")
    func opens() {
        var model = Self.shared()
        model.press(.control("s"))
        model.press(Key(.character("k")))
        let effects = model.press(Key(.character("o")))
        #expect(effects == [.open("http://127.0.0.1:8080" + Self.reference.url)])
    }

    @Test("has a name from a stranger that cannot harm the screen")
    func hostileName() {
        var model = liveModel(100, 24)
        var file = Self.reference
        file.name = "\u{1B}[2J\u{202E}" + String(repeating: "x", count: 300)
        model.hear(event(1, alice, .message(Message(text: "x", file: file))))
        model.type("/download\n")
        #expect(model.picture[22].contains("fetching ␛[2Jxxxxxxxxxxxxxxx…"))
    }
}
