import ChatProtocol
import TestTools
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
        // In steps: as one expression it takes the compiler four seconds.
        let rows: [String] = [
            "07:41 bob: some words before",
            "      https://example.org/a/path/of/so/many/cells x",
            "07:42 bob: and",
        ]
        let address = [Self.long.prefix(60), Self.long.dropFirst(60).prefix(60)].map(String.init)
        #expect(Array(model.picture[4..<9]) == rows + address)
    }

    @Test("of other schemes are text")
    func otherSchemes() {
        var model = liveModel()
        model.hear(said(1, bob, "javascript:alert(1) file:///etc/passwd ftp://a.b mailto:a@b.c"))
        #expect(Self.frame(model).links.isEmpty)
    }

    // Seen as client F25: a file took three rows with its hash, and its name was cut at the edge.
    @Test(
        "to files take one row, with the name whole, and once where it is the text as well",
        arguments: [80, 120, 60],
        ["", "small-notes-of-today.txt"]
    )
    func fileRow(columns: Int, text: String) {
        var model = liveModel(columns, 24)
        let hash = String(repeating: "0123456789abcdef", count: 4)
        let url = "/files/\(hash)/small-notes-of-today.txt"
        let file = FileReference(
            name: "small-notes-of-today.txt",
            size: 2_048,
            type: "text/plain",
            sha256: hash,
            url: url
        )
        model.hear(event(1, bob, .message(Message(text: text, file: file))))
        func rows(_ model: Model) -> [String] {
            model.picture.filter { $0.contains("small") || $0.contains("0123456789") }
        }
        #expect(rows(model).count == 1)
        let row = rows(model).first ?? ""
        #expect(row.contains("bob") && row.hasSuffix(" [small-notes-of-today.txt, 2.0 kB]"))
        model.hear(event(2, bob, .edit(target: 1, text: "small notes")))
        #expect(rows(model).count == 2 && rows(model)[0].hasSuffix(" small notes (edited)"))
        model.hear(event(3, bob, .edit(target: 1, text: file.name)))
        #expect(rows(model).map { $0.hasSuffix(", 2.0 kB] (edited)") } == [true])
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

@Suite("What ends a link")
struct LinkEndTests {
    // Seen as client F14 and C25: a link took in quotes and signs behind it, and was drawn
    // otherwise than opened.
    @Test(
        "is one rule for what is drawn and what is opened",
        arguments: [
            ("（https://x.org/a）", "https://x.org/a"), ("https://x.org/b，谢谢", "https://x.org/b"),
            ("https://x.org/c、次は", "https://x.org/c"), ("「https://x.org/d」", "https://x.org/d"),
            ("“https://x.org/j”", "https://x.org/j"), ("«https://x.org/k»", "https://x.org/k"),
            ("https://x.org/l谢谢", "https://x.org/l"),
            ("https://x.org/f_(g)", "https://x.org/f_(g)"),
            ("https://x.org/h?q=(1)", "https://x.org/h?q=(1)"),
            ("http://[::1]:9/i", "http://[::1]:9/i"),
            ("(https://x.org/m)", "https://x.org/m"), ("https://例え.jp/n", "https://例え.jp/n"),
            ("http://www.例え.jp/", "http://www.例え.jp/"), ("http://x.orgを見て.", "http://x.org"),
            ("{http://x.org/a}", "http://x.org/a"), ("http://x.org/{a}", "http://x.org/{a}"),
            ("(http://x.org/[a])", "http://x.org/[a]"), ("[http://x.org/a)]", "http://x.org/a"),
            ("https://x.org/é!", "https://x.org/é"), ("https://x.org/o…", "https://x.org/o"),
            // What stands right before one, too.
            ("看http://x.org/p，谢谢", "http://x.org/p"), ("ดูhttps://x.org/q", "https://x.org/q"),
            ("には２https://x.org/r", "https://x.org/r"), ("한글http://x.org/s다", "http://x.org/s"),
        ]
    )
    func ends(text: String, link: String) {
        #expect(WebLinks.all(in: "see \(text) there") == [link])
        let drawn = InlineMarks("see \(text) there")
        #expect(drawn.links.map { String(drawn.characters[$0.range]) } == [link])
    }

    @Test("is none where a letter or a digit makes a longer word of its scheme")
    func longerWord() {
        for text in ["xhttp://x.org/a", "éhttps://x.org/b", "1http://x.org/c"] {
            #expect(WebLinks.all(in: text).isEmpty, "\(text)")
        }
    }

    // Seen as client F10 and C26: 16,000 brackets behind an address froze /open for seconds.
    @Test("is found in time that grows with the text alone")
    func cost() {
        let shapes = [
            "http://x" + String(repeating: ")", count: 16_000),
            String(repeating: "http://", count: 2_300),
            String(repeating: "http://a ", count: 1_700),
            "http://" + String(repeating: "(", count: 16_000),
        ]
        for text in shapes {
            // Linear takes a tenth of a second in a debug build, quadratic a minute.
            let time = processorTime { _ = WebLinks.all(in: text) }
            #expect(time < .seconds(5))
        }
    }

    // Seen as S26: 1,600 links in a message made each key slow.
    @Test("is where its row keeps the links that it has, and no others")
    func ownLinks() {
        var model = liveModel(80, 24)
        let links = (0..<1_600).map { "http://a/\($0)" }
        model.hear(said(1, bob, links.joined(separator: " ")))
        let pane = Pane(model)
        for row in pane.window().rows { #expect(row.links.targets.count <= 9) }
        let frame = view(model, capabilities: Capabilities())
        #expect(frame.links.count <= 200 && frame.links.contains("http://a/1599"))
    }
}
