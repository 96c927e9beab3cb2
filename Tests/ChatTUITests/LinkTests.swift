import ChatProtocol
import Testing

@testable import ChatTUI

@Suite("Links")
struct LinkTests {
    private static let long =
        "https://example.org/" + String(repeating: "abcdefghi/", count: 10) + "end"

    private static func frame(_ model: Model) -> Frame {
        view(model, capabilities: Capabilities())
    }

    /// The text of the cells that lead somewhere.
    private static func text(to target: String, in frame: Frame) -> String {
        frame.cells.filter { frame.link(of: $0) == target }.map(\.text).joined()
    }

    @Test("are known to each of their cells, also over several rows")
    func areKnownToTheirCells() {
        var model = liveModel(60, 20)
        model.hear(said(1, bob, "see \(Self.long) and http://b.c/d, and \(Self.long)"))
        let frame = Self.frame(model)
        #expect(frame.links == [Self.long, "http://b.c/d"])
        #expect(Self.text(to: Self.long, in: frame) == Self.long + Self.long)
        #expect(Self.text(to: "http://b.c/d", in: frame) == "http://b.c/d")
    }

    @Test("have a row of their own where they do not fit behind other words")
    func stayWhole() {
        var model = liveModel(60, 12)
        model.hear(said(1, bob, "some words before https://example.org/a/path/of/so/many/cells x"))
        model.hear(said(2, bob, "and \(Self.long)"))
        #expect(
            Array(model.picture[4..<9]) == [
                "07:41 bob: some words before",
                "      https://example.org/a/path/of/so/many/cells x",
                "07:42 bob: and",
                String(Self.long.prefix(60)),
                String(Self.long.dropFirst(60).prefix(60)),
            ]
        )
    }

    @Test("of other schemes are text")
    func otherSchemes() {
        var model = liveModel()
        model.hear(said(1, bob, "javascript:alert(1) file:///etc/passwd ftp://a.b mailto:a@b.c"))
        #expect(Self.frame(model).links.isEmpty)
    }

    @Test("lead to the server's files")
    func files() {
        var model = liveModel()
        let file = FileReference(name: "a.pdf", size: 9, type: "x", sha256: "y", url: "/files/y/a")
        model.hear(event(1, bob, .message(Message(text: "here", file: file))))
        #expect(Self.frame(model).links == ["http://127.0.0.1:8080/files/y/a"])
    }

    @Test("are written again only if they lead elsewhere, whatever their number")
    func diff() {
        func frame(_ first: String) -> Frame {
            var model = liveModel(60, 12)
            model.hear(said(1, bob, first), said(2, bob, "http://b.c/d"))
            return Self.frame(model)
        }
        let (one, two) = (frame("x http://a.b/c"), frame("x plain words"))
        let runs = FrameDiff.runs(from: one, to: two)
        #expect(Set(runs.map(\.row)).count == 1)
        var other = Frame(size: Size(columns: 12, rows: 1))
        var same = other
        other.draw(.marked("http://a.b/c", .plain), row: 0)
        same.draw(.marked("http://a.b/d", .plain), row: 0)
        #expect(FrameDiff.runs(from: other, to: same).map(\.cells.count) == [12])
    }
}
