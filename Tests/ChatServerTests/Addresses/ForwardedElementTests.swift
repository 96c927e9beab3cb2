import Testing

@testable import ChatServer

@Suite struct ForwardedElementTests {
    private static func values(of name: String, in field: String) -> [String?] {
        ForwardedElement.lastFirst(in: field, atMost: 16).map { $0.value(of: name) }
    }

    @Test(
        "What an element says is read as the standard writes it",
        arguments: [
            ("for=192.0.2.43", ["192.0.2.43"]), ("For=a;proto=http;by=b", ["a"]),
            ("for=a, for=b", ["b", "a"]), ("for=a,, ,for=b,", ["b", "a"]), ("", []), (" , ", []),
            (#"for="[2001:db8::1]:4711""#, ["[2001:db8::1]:4711"]), (#"for="""#, [""]),
            (#"for="a\"b\\""#, [#"a"b\"#]), (#"for="a,b;c=d""#, ["a,b;c=d"]),
            (#"by="x";for=a;host=",""#, ["a"]), ("by=b", [nil]), ("for", [nil]),
            ("for=a;for=b", [nil]), (#"for=a"b""#, [nil]), (#"for="a"b"#, [nil]),
            (#"for="a\""#, [nil]), (#""for"=a"#, [nil]), ("xfor=a", [nil]),
        ] as [(String, [String?])]
    )
    func value(field: String, values: [String?]) {
        #expect(Self.values(of: "for", in: field) == values)
    }

    @Test("No more elements are taken than are asked for, and those from the end")
    func limit() {
        let field = (1...20).map { "for=\($0)" }.joined(separator: ",")
        let values = ForwardedElement.lastFirst(in: field, atMost: 3).map { $0.value(of: "for") }
        #expect(values == ["20", "19", "18"])
    }

    @Test("Whatever a client sends before it or as its host, a proxy's own word is read")
    func anyWord() {
        let letters = ["\"", "\\", ",", ";", "=", "for=9.9.9.9", " ", "a", "\u{301}"]
        var words = [""]
        for _ in 1...3 { words += words.flatMap { word in letters.map { word + $0 } } }
        for word in Set(words) {
            // By scalars: a mark that joins with a quotation mark makes one letter with it.
            let host = word.unicodeScalars.map { $0 == "\\" || $0 == "\"" ? "\\\($0)" : "\($0)" }
                .joined()
            let own = "for=203.0.113.7;host=\"\(host)\";proto=http"
            for field in [own, "\(word), \(own)", "for=\"\(word), \(own)"] {
                let nearest = ForwardedElement.lastFirst(in: field, atMost: 1)
                #expect(nearest.map { $0.value(of: "for") } == ["203.0.113.7"], "\(field)")
                #expect(nearest.map { $0.value(of: "proto") } == ["http"], "\(field)")
            }
        }
    }
}
