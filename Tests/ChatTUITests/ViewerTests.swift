import ChatProtocol
import Testing

@testable import ChatTUI

/// Reading where the terminal does not say whether somebody looks.
@Suite("Whoever looks")
struct ViewerTests {
    /// A live room in a terminal that tells nothing of its focus, with one message that was read.
    private func uncertain() -> Model {
        var model = liveModel()
        model.requireViewerCheck()
        model.hear(said(1, bob, "one"))
        model.press(Key(.escape))
        model.wait()
        model.wait()
        return model
    }

    @Test("is asked for before anything counts as read")
    func asked() {
        var model = uncertain()
        #expect(model.room.unread == 0)
        model.wait(10_000)
        model.hear(said(2, bob, "two"))
        #expect(!model.wait(500).contains(.checkViewer))
        #expect(model.wait(500).contains(.checkViewer))
        #expect(model.room.unread == 1)
        #expect(!model.wait().contains(.checkViewer), "once in five seconds")
        let effects = model.take(.viewerChecked(true))
        #expect(model.room.unread == 0)
        #expect(effects.contains(.markRead(general, seq: 2)))
    }

    @Test("is missed: what comes is unread, calls, and stands below a line")
    func detached() {
        var model = uncertain()
        model.wait(10_000)
        model.hear(said(2, bob, "anna: two"))
        model.wait()
        model.wait()
        let effects = model.take(.viewerChecked(false))
        #expect(effects.contains(.bell))
        #expect(model.room.unread == 1 && model.room.mentions == 1)
        #expect(model.room.unreadLine == 1)
        model.wait(60_000)
        model.hear(said(3, bob, "anna: three"))
        #expect(model.room.unread == 2 && model.room.mentions == 2)
        #expect(model.room.read == 1)
        #expect(model.wakeAt.map { $0 > model.now } ?? false, "it does not spin")
    }

    @Test("comes back by looking, which is asked every five seconds, or by a key")
    func attached() {
        for isKey in [true, false] {
            var model = uncertain()
            model.wait(10_000)
            model.hear(said(2, bob, "two"))
            model.wait()
            model.wait()
            model.take(.viewerChecked(false))
            #expect(model.wait(5_000).contains(.checkViewer))
            if isKey { model.press(Key(.right)) } else { model.take(.viewerChecked(true)) }
            #expect(model.isFocused)
            model.wait()
            model.wait()
            #expect(model.room.unread == 0)
        }
    }

    // tmux without `focus-events` tells of the terminal that comes and goes, of no other window.
    @Test("is asked for also after the terminal told of its focus")
    func reported() {
        var model = uncertain()
        model.take(.focus(false), .focus(true))
        model.wait(10_000)
        model.hear(said(2, bob, "anna: two"))
        #expect(!model.wait(500).contains(.checkViewer))
        #expect(model.wait(500).contains(.checkViewer))
        #expect(model.take(.viewerChecked(false)).contains(.bell))
        #expect(model.room.unread == 1 && model.room.mentions == 1)
    }

    @Test("is away once the terminal lost its focus, until that is back or a key comes")
    func unfocused() {
        for isKey in [true, false] {
            var model = uncertain()
            model.take(.focus(false))
            model.hear(said(2, bob, "two"))
            #expect(!model.wait(10_000).contains(.checkViewer))
            for answer in [true, false] { #expect(model.take(.viewerChecked(answer)) == []) }
            #expect(model.room.unread == 1 && !model.isFocused)
            if isKey { model.press(Key(.right)) } else { model.take(.focus(true)) }
            #expect(model.isFocused)
            model.wait()
            model.wait()
            #expect(model.room.unread == 0)
        }
    }

    @Test("is not there for a word that the client itself says")
    func words() {
        var workspace = Workspace([uncertain()], names: ["one"])
        _ = workspace.take(.focus(false))
        _ = workspace.take(.notice("a word"))
        #expect(!workspace.isFocused && !workspace.model.isFocused)
        _ = workspace.take(.key(Key(.right)))
        #expect(workspace.isFocused && workspace.model.isFocused)
    }

    @Test("lets the client sleep in between")
    func sleeps() {
        var model = uncertain()
        model.hear(said(2, bob, "two"))
        for _ in 0..<20 {
            model.wait(250)
            #expect(model.wakeAt.map { $0 > model.now } ?? true)
        }
    }
}
