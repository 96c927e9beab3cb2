import Glibc

/// A `chat-server` of a test's own, as it was built, on a port and a folder of its own.
final class ServerProcess: Sendable {
    let process: Subprocess
    let folder: TemporaryFolder
    /// `HOST:PORT`, or `unix:PATH`.
    let address: String

    /// Starts one, and waits until it listens.
    ///
    /// - Parameters:
    ///   - folder: where its data lies; a new one unless given.
    ///   - listen: where it is to listen; on any free port unless given.
    ///   - environment: what differs from the test's own.
    ///   - wrapper: a command that the server's command is given to.
    /// - Throws: when it does not come to listen, with what it logged.
    init(
        in folder: TemporaryFolder? = nil,
        listen: String = "127.0.0.1:0",
        _ options: [String] = ["--rate-limit", "0"],
        environment: [String: String] = [:],
        wrapper: [String] = []
    ) async throws {
        let folder = try folder ?? TemporaryFolder()
        self.folder = folder
        process = try Subprocess(
            wrapper + [
                try Project.program("chat-server"), "--listen", listen, "--data", folder.path,
            ] + options,
            // Who is slow to take a farewell on a busy machine is not cut off.
            environment: ["CHAT_DRAIN_TIME": "60"].merging(environment) { $1 }
        )
        let line = try await process.errors.line(containing: " listening address=")
        let address = line.split(separator: " ").first { $0.hasPrefix("address=") }
        self.address = String(address?.dropFirst("address=".count) ?? "")
    }

    /// Starts it again on the same folder and the same address, which is best one of its own.
    ///
    /// - Throws: when it does not come to listen.
    func again(_ options: [String] = ["--rate-limit", "0"]) async throws -> ServerProcess {
        try await ServerProcess(in: folder, listen: address, options)
    }

    /// Ends it without warning, as a power cut would.
    func crash() async throws {
        process.signal(SIGKILL)
        try await process.exit()
    }

    /// An address on it.
    func url(_ path: String) -> String { "http://\(address)\(path)" }

    /// The host.
    var host: String { String(address.prefix { $0 != ":" }) }

    /// The port.
    var port: String { String(address.split(separator: ":").last ?? "") }

    // MARK: - curl

    /// Asks by curl and waits for the whole answer.
    ///
    /// - Throws: when curl fails, or the answer is none.
    @discardableResult
    func curl(_ path: String, _ options: String...) async throws -> Reply {
        try await curl(path, options)
    }

    /// Asks for something to be done, and waits for the whole answer.
    ///
    /// - Parameters:
    ///   - user: a name and a password, with a colon between.
    ///   - token: an account's or the operator's.
    ///   - fields: each as `NAME: VALUE`.
    /// - Throws: when curl fails, or the answer is none.
    @discardableResult
    func call(
        _ method: String,
        _ path: String,
        as user: String? = nil,
        token: String? = nil,
        json: String? = nil,
        data: String? = nil,
        fields: [String] = []
    ) async throws -> Reply {
        var options = ["-X", method]
        if let user { options += ["-u", user] }
        if let json { options += ["--json", json] }
        if let data { options += ["--data-binary", data] }
        for field in fields + (token.map { ["Authorization: Bearer \($0)"] } ?? []) {
            options += ["-H", field]
        }
        return try await curl(path, options)
    }

    /// The secret that makes its holder the operator.
    var operatorToken: String {
        get throws { try folder.text("operator.token").filter { !$0.isWhitespace } }
    }

    private func curl(_ path: String, _ options: [String]) async throws -> Reply {
        let curl = try Subprocess(["curl", "-qsSi", "--max-time", "240"] + options + [url(path)])
        let text = try await curl.output.end()
        let exit = try await curl.exit()
        guard exit == .code(0), let reply = Reply(text) else {
            throw Subprocess.Failure(
                description: "curl \(path): \(exit) \(curl.errors.text)\n\(text)"
            )
        }
        return reply
    }

    /// Starts a curl that goes on, and prints the body alone.
    ///
    /// - Throws: when there is no curl.
    func stream(_ path: String, _ options: String...) throws -> Subprocess {
        try Subprocess(["curl", "-qsSN"] + options + [url(path)])
    }

    /// Posts a text, and waits until it is durable.
    @discardableResult
    func post(
        _ text: String,
        as name: String = "alice",
        in room: String = "general"
    ) async throws -> Reply {
        try await curl("/rooms/\(room)/messages", "-u", "\(name):", "--data-binary", text)
    }

    /// Posts lines over one two-way stream, and waits until each is durable.
    func post(lines: [String], as name: String = "alice", in room: String = "general") async throws
    {
        let file = try folder.file("lines.txt", lines.joined(separator: "\n") + "\n")
        let reply = try await curl(
            "/rooms/\(room)/stream?format=ndjson&types=member",
            "-u",
            "\(name):",
            "-T",
            file
        )
        let isWhole = reply.body.contains(#""reason":"input_ended""#)
        guard isWhole, !reply.body.contains(#""type":"error""#) else {
            throw Subprocess.Failure(description: "not every line was posted: \(reply.body)")
        }
    }

    /// Everything that was said in a room, as the log tells.
    func messages(in room: String = "general") async throws -> [String] {
        try await curl("/rooms/\(room)/events?format=ndjson").body
            .split(separator: "\n").map(String.init)
            .filter { $0.contains(#""type":"message""#) }
    }
}

extension String {
    /// Any free port of an address of this machine alone that nobody else has.
    ///
    /// A port there that is free between two servers is not taken by a connection of another test:
    /// all of those begin at 127.0.0.1.
    static var ownLoopback: String {
        let parts = (0..<3).map { _ in String(UInt8.random(in: 1...254)) }
        return "127." + parts.joined(separator: ".") + ":0"
    }
}
