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
        // A value that begins with a blank, and one of a trailer.
        "frame(1, 5, 5, head('GET', stream) + field('x', ' y'))",
        "frame(1, 4, 5, head('POST', messages)); frame(1, 5, 5, field('x', 'y\\t'))",
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

    private static let blanks = FrameClient.script(
        """
        frame(1, 5, 1, head("GET", "/healthz") + field("x", sys.argv[2]))
        # A reset, for an error of the protocol.
        hear(bytes([0, 0, 4, 3, 0, 0, 0, 0, 1, 0, 0, 0, 1]))
        frame(1, 5, 3, head("GET", "/healthz") + field("x", "y z"))
        hear(b"ok\\n")
        """
    )

    // The blanks were taken off, and the request was answered.
    @Test("A value with a blank at an end resets its request, and its connection goes on")
    func blankEdges() async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let server = try await ServerProcess(in: folder, certificate.options)
        for value in [" y", "y\t"] {
            let client = try Subprocess(["python3", "-c", Self.blanks, server.port, value])
            #expect(try await client.exit() == .code(0), "\(value): \(client.errors.text)")
        }
    }

    private static let manyBlanks = FrameClient.script(
        """
        bad = head("GET", "/healthz") + field("x", " y")
        for number in range(200):
            frame(1, 5, 2 * number + 1, bad)
        frame(1, 5, 401, head("GET", "/healthz"))
        hear(b"ok\\n")
        frame(1, 5, 403, bad)
        # The end of the connection, to which "enhance your calm" belongs.
        hear(bytes([0, 0, 8, 7, 0, 0, 0, 0, 0, 127, 255, 255, 255, 0, 0, 0, 11]))
        """
    )

    @Test("A connection whose requests are reset again and again is closed")
    func manyBlankEdges() async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let server = try await ServerProcess(in: folder, certificate.options)
        let client = try Subprocess(["python3", "-c", Self.manyBlanks, server.port])
        #expect(try await client.exit() == .code(0), "\(client.errors.text)")
    }

    /// Takes all thirty places there are, in one way or another, and asks for something.
    private static let crowding = FrameClient.script(
        """
        held, way = [client], sys.argv[2]
        for _ in range(29):
            if way == "silent":
                held.append(socket.create_connection(client.getpeername()))
                continue
            client = connect()
            held.append(client)
            if way != "chosen":
                begin()
            if way == "asked":
                frame(1, 5, 1, head("GET", "/healthz"))
            if way == "asking":
                frame(1, 1, 1, head("GET", "/healthz"))
            if way == "cut":
                client.sendall(bytes(4))
        client = connect()
        begin()
        frame(1, 5, 1, head("GET", "/healthz"))
        hear(b"ok\\n")
        """
    )

    // With as many as may be, and each of them closed by nobody, everybody else waited for ever.
    @Test(
        "Connections with TLS on which nothing is asked keep nobody out",
        arguments: ["silent", "chosen", "begun", "asked", "asking", "cut"]
    )
    func crowd(_ way: String) async throws {
        let folder = try TemporaryFolder()
        let certificate = try await Certificate(in: folder)
        let limit = ["--connection-limit", "30"]
        let server = try await ServerProcess(in: folder, certificate.options + limit)
        let client = try Subprocess(["python3", "-c", Self.crowding, server.port, way])
        #expect(try await client.exit() == .code(0), "\(client.errors.text)")
    }
}
