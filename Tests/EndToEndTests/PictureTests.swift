import Foundation
import Testing

/// Pictures of a room on a real terminal, drawn by chafa.
@Suite(.timeLimit(.minutes(10))) struct PictureTests {
    /// Seven pixels by seven: rows of blue and red in turn.
    private static let stripes = """
        iVBORw0KGgoAAAANSUhEUgAAAAcAAAAHCAIAAABLMMCEAAAAFElEQVR4nGNgYPiPBWETAwE6qgUAqLYw0F/k\
        WjEAAAAASUVORK5CYII=
        """

    private func screen(
        _ server: ServerProcess,
        in folder: TemporaryFolder
    ) async throws -> TerminalScreen {
        let screen = try await TerminalScreen(
            """
            mkdir -m 700 $HOME/tmp; export TMPDIR=$HOME/tmp
            chat-tui --server http://\(server.address) --room general
            echo "the end"
            exec cat
            """,
            in: folder
        )
        try await screen.row(containing: " live ")
        return screen
    }

    private func send(
        _ name: String,
        _ bytes: [UInt8],
        to server: ServerProcess,
        in folder: TemporaryFolder
    ) async throws {
        let path = try folder.file(name, bytes: bytes)
        let reply = try await server.curl("/rooms/general/files/", "-u", "bob:", "-T", path)
        #expect(reply.status == 201)
    }

    @Test("One shows when it is asked for, Enter goes back, and nothing of it is left on the disk")
    func shows() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let screen = try await screen(server, in: folder)
        let picture = try #require(Data(base64Encoded: Self.stripes))
        try await send("stripes.png", Array(picture), to: server, in: folder)
        try await screen.row(containing: "stripes.png")
        try await screen.type("/view", showing: "pictures are off; /set pictures auto shows them")
        screen.type("", "C-u")
        try await screen.type("/set pictures blocks", showing: "pictures = blocks")
        screen.type("/view")
        let rows = try await screen.rows(showing: "the picture") { rows in
            rows.contains { $0.contains("-- Enter goes back to the screen --") }
        }
        #expect(rows.contains { $0.hasPrefix("▄▄▄▄▄▄▄") }, "half blocks: \(rows)")
        try await screen.type("", showing: " live ")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tmp")
        #expect(left.filter { $0.hasPrefix("burble-") } == [])
    }

    @Test("What only calls itself a picture is told as such, and the screen comes back")
    func none() async throws {
        let server = try await ServerProcess()
        let folder = try TemporaryFolder()
        let screen = try await screen(server, in: folder)
        try await send("no.png", Array("no picture at all".utf8), to: server, in: folder)
        try await screen.row(containing: "no.png")
        try await screen.type("/set pictures auto", showing: "pictures = auto")
        try await screen.type("/view", showing: "chafa cannot read the picture")
        try await screen.row(containing: " live ")
    }
}
