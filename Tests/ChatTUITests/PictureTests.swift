import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("A picture")
struct PictureTests {
    private static func file(_ type: String = "image/png", size: Int64 = 2_000) -> FileReference {
        FileReference(
            name: "map.png",
            size: size,
            type: type,
            sha256: String(repeating: "a", count: 64),
            url: "/files/\(String(repeating: "a", count: 64))/map.png"
        )
    }

    private static func shared(_ files: FileReference..., are pictures: String = "auto") -> Model {
        var model = liveModel(100, 24)
        for (number, file) in files.enumerated() {
            model.hear(
                event(Int64(number + 1), alice, .message(Message(text: "map.png", file: file)))
            )
        }
        model.options.pictures = ClientOptions.Pictures(rawValue: pictures) ?? .off
        return model
    }

    @Test("shows when it is asked for, and not before it was allowed")
    func asks() {
        var model = Self.shared(Self.file(), are: "off")
        #expect(model.type("/view\n").isEmpty)
        #expect(model.notice == "pictures are off; /set pictures auto shows them")
        model.press(.control("u"))
        model.type("/set pictures blocks\n")
        #expect(model.options.pictures == .blocks)
        #expect(model.type("/view\n") == [.transfer(1, .show(Self.file()))])
        let shown = model.take(.transfer(1, .arrived(path: "/tmp/x/picture")))
        #expect(shown == [.showPicture(path: "/tmp/x/picture", isWanted: true)])
        #expect(model.transfers.isEmpty)
    }

    @Test("does not cover what the person began to write while it came")
    func waits() {
        var model = Self.shared(Self.file())
        model.type("/view\n")
        model.type("hel")
        let shown = model.take(.transfer(1, .arrived(path: "/tmp/x/picture")))
        #expect(shown == [.showPicture(path: "/tmp/x/picture", isWanted: false)])
        #expect(model.notice == "map.png has come; /view shows it")
        #expect(model.room.editor.text == "hel")
    }

    @Test("is the Nth newest of those that are loaded; other files do not count")
    func counts() {
        let old = Self.file("image/jpeg")
        var model = Self.shared(old, Self.file(), Self.file("text/html"))
        #expect(model.type("/view 2\n") == [.transfer(1, .show(old))])
        #expect(model.type("/view 3\n").isEmpty)
        #expect(model.notice == "pictures that are loaded: 2")
        model.press(.control("u"))
        for argument in ["0", "-1", "x", "99999999999999999999"] {
            #expect(model.type("/view \(argument)\n").isEmpty)
            #expect(model.notice == "usage: /view [N]")
            model.press(.control("u"))
        }
    }

    @Test("of a selected message shows by a key; what is none says so")
    func selects() {
        var model = Self.shared(Self.file(), Self.file("text/html"))
        model.press(.control("s"))
        #expect(model.press(Key(.character("v"))).isEmpty)
        #expect(model.notice == "it is not a picture but text/html")
        model.press(Key(.character("k")))
        #expect(model.press(Key(.character("v"))).contains(.transfer(1, .show(Self.file()))))
    }

    @Test("that is too large is left to /download")
    func bounds() {
        var model = Self.shared(Self.file(size: .max))
        #expect(model.type("/view\n").isEmpty)
        #expect(model.notice == "it is larger than 32 MB; /download fetches it")
    }
}
