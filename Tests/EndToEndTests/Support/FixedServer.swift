/// What listens at an address and is no Burble server: it answers everything, or all that is read,
/// with the same bytes, and closes.
struct FixedServer {
    private static let program = """
        import socket, sys
        listener = socket.create_server(("127.0.0.1", 0))
        print(listener.getsockname()[1], flush=True)
        while True:
            peer = listener.accept()[0]
            with peer:
                try:
                    isRead = peer.recv(65536).startswith(b"GET ")
                    peer.sendall(sys.argv[1 if isRead else 2].encode())
                    peer.shutdown(socket.SHUT_WR)
                    # What is unread at the end would take the answer back.
                    while peer.recv(65536): pass
                except OSError: pass
        """

    private let process: Subprocess
    /// `127.0.0.1:PORT`.
    let address: String

    /// Starts one, and waits until it listens.
    ///
    /// - Parameters:
    ///   - answer: whole, with its head; may be empty.
    ///   - others: the same to what is no GET; `nil` for no other one.
    /// - Throws: when there is no Python.
    init(answering answer: String, others: String? = nil) async throws {
        process = try Subprocess(["python3", "-c", Self.program, answer, others ?? answer])
        address = "127.0.0.1:" + (try await process.output.line())
    }

    /// Starts one whose answer ends with its connection, as those of HTTP/1.0 do.
    ///
    /// - Throws: when there is no Python.
    init(_ fields: String..., body: String) async throws {
        let head = ["HTTP/1.0 200 OK"] + fields
        try await self.init(answering: head.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
}
