import Testing

@testable import StreamingHTTP

@Suite struct UnreservedEscapesTests {
    @Test(
        "Escapes of what needs none are taken out of a path, and of nothing behind it",
        arguments: [
            ("", ""), ("/%68ealthz", "/healthz"), ("/%7ea-%5F%2E%39/%41", "/~a-_.9/A"),
            ("/a%2fb%3F%20%25", "/a%2fb%3F%20%25"), ("/%61?%61=%62", "/a?%61=%62"),
            ("/%2561", "/%2561"), ("/%%361", "/%%361"), ("/%61%", "/%61%"), ("/%61%4", "/%61%4"),
            ("/%c3%a9%65", "/%c3%a9e"), ("?%61", "?%61"),
        ]
    )
    func unreserved(target: String, plain: String) {
        #expect(UnreservedEscapes.removed(from: target) == plain)
    }
}
