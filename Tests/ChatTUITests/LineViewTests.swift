import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("The line that is drawn alone")
struct LineViewTests {
    /// A terminal's screen, drawn as the client does: the line alone where that is enough.
    private struct Screen {
        var workspace: Workspace
        var shown: Frame
        var lines = 0

        init(_ model: Model) {
            workspace = Workspace([model])
            shown = view(workspace, capabilities: Capabilities())
        }

        /// What stands on the screen is what the whole picture would be.
        var isWhole: Bool { shown == whole }

        /// The picture of the time that the one that shows was made at.
        private var whole: Frame {
            var then = workspace
            then.models[0].now = workspace.seenAt
            return view(then, capabilities: Capabilities())
        }

        mutating func take(_ input: Input) {
            let outcome = workspace.take(input)
            if outcome.isLineAlone, let frame = viewLine(of: workspace, over: shown) {
                shown = frame
                lines += 1
            } else if outcome.isSeen {
                shown = whole
            }
        }
    }

    @Test("is the picture that all of it would be, whatever happens", arguments: 0..<10)
    func sameAsWhole(seed: UInt64) {
        var maker = InputMaker(seed: seed)
        var screen = Screen(liveModel(rooms: [general, random]))
        for step in 0..<200 {
            let input = step % 3 == 0 ? maker.input() : maker.typing()
            screen.take(input)
            #expect(screen.isWhole, "seed \(seed), step \(step), \(input)")
        }
    }

    @Test("is what letters and the keys that edit make")
    func typing() {
        var screen = Screen(liveModel(rooms: [general]))
        for character in "hello you" { screen.take(.key(Key(.character(character)))) }
        for key in [Key(.left), Key(.backspace), .control("a"), .control("k"), .control("y")] {
            screen.take(.key(key))
        }
        #expect(screen.lines == 14)
        #expect(screen.shown.lines.last?.contains("hello yu") == true)
    }

    @Test("is not where the picture's rows move")
    func wrapping() {
        var screen = Screen(liveModel(40, 24, rooms: [general]))
        for _ in 0..<60 { screen.take(.key(Key(.character("m")))) }
        #expect(screen.lines == 58)
        #expect(screen.isWhole)
    }

    @Test("stands over a picture that news has not come into yet")
    func beforeNews() {
        var model = liveModel(rooms: [general])
        let shown = view(model, capabilities: Capabilities())
        model.hear(said(1, bob, "news"))
        model.type("m")
        let frame = viewLine(of: Workspace([model]), over: shown)
        #expect(frame?.lines.last?.contains("m") == true)
        #expect(frame?.lines.contains { $0.contains("news") } == false)
    }

    @Test("is none of another size, and none under a list that has the cursor")
    func otherPlaces() {
        var model = liveModel(rooms: [general])
        let shown = view(model, capabilities: Capabilities())
        model.press(.control("g"))
        let list = view(model, capabilities: Capabilities())
        #expect(viewLine(of: Workspace([model]), over: list) == nil)
        model.press(Key(.escape))
        #expect(viewLine(of: Workspace([model]), over: shown) != nil)
        model.take(.resize(Size(columns: 60, rows: 20)))
        #expect(viewLine(of: Workspace([model]), over: shown) == nil)
    }
}
