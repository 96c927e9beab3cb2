import Testing

/// Clients of HTTP/2 that do not keep to it.
@Suite(.timeLimit(.minutes(10))) struct FrameTests {
    /// Reads a stream while request 5 is at fault, and hears there what another request posts.
    private static let reading = FrameClient.script(
        """
        stream, messages = "/rooms/general/stream?format=ndjson", "/rooms/general/messages"
        frame(1, 4, 1, head("POST", messages))
        frame(0, 1, 1, b"before")
        hear(b'"text":"before"')
        frame(1, 5, 3, head("GET", stream))
        hear(b'"live"')
        exec(sys.argv[2])
        frame(1, 4, 7, head("POST", messages))
        frame(0, 1, 7, b"behind")
        # The answer, and the stream.
        hear(b'"text":"behind"', 2)
        """
    )

    private static let faults = [
        // A window is changed by nothing, and beyond its bound.
        "frame(1, 5, 5, head('GET', stream)); frame(8, 0, 5, bytes(4))",
        "frame(1, 5, 5, head('GET', stream)); frame(8, 0, 5, bytes([127, 255, 255, 255]))",
        // Trailers that do not end the request.
        "frame(1, 4, 5, head('POST', messages)); frame(1, 4, 5, field('x', 'y'))",
        // More behind the end, and more than was announced.
        "frame(1, 5, 5, head('GET', stream)); frame(0, 1, 5, b'x')",
        "[frame(1, 5, 5, head('GET', stream)) for _ in '12']",
        "frame(1, 4, 5, head('POST', messages) + field('content-length', '1')); frame(0, 1, 5, b'xy')",
        // A field that may not be there.
        "frame(1, 5, 5, head('GET', stream) + field('connection', 'close'))",
    ]

    // They ended without a farewell.
    @Test("A fault of one request leaves the others of its connection alone")
    func besides() async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let server = try await ServerProcess(in: folder, certificate.options)
        for fault in Self.faults {
            let client = try Subprocess(["python3", "-c", Self.reading, server.port, fault])
            #expect(try await client.exit() == .code(0), "\(fault): \(client.errors.text)")
        }
    }
}
