import Foundation
import Synchronization

@testable import ChatStore

/// A PostgreSQL of a test run's own, gone with it: `Tests/Postgres/run.sh`.
final class TestCluster: Sendable {
    /// It could not be started.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The one that tests share which ask for nothing special.
    static let shared = Result { try TestCluster() }

    private static let starting = Mutex(())

    /// Of its socket.
    let folder: String
    /// The cluster goes when this end of its input does.
    private let input: Pipe

    /// Whether PostgreSQL is on this machine.
    static var isInstalled: Bool {
        // No such folder is no PostgreSQL of Debian.
        let versions = try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")
        return versions?.isEmpty == false
    }

    /// Starts one, and waits until it takes connections.
    ///
    /// - Parameter settings: of `postgresql.conf`, each `name=value`.
    /// - Throws: when it does not come up.
    init(_ settings: [String] = []) throws {
        let output = Pipe()
        let input = Pipe()
        self.input = input
        let process = Process()
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        process.executableURL = tests.appendingPathComponent("Postgres/run.sh")
        process.arguments = settings
        process.standardInput = input
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        let end = input.fileHandleForWriting.fileDescriptor
        try Self.starting.withLock { _ in
            // A cluster that starts later would hold this one's input open.
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            try process.run()
        }
        var said = ""
        while !said.hasSuffix("\n") {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else {
                throw Failure(description: "there is no PostgreSQL: \(said)")
            }
            said += String(decoding: more, as: UTF8.self)
        }
        folder = String(said.dropFirst("ready ".count).dropLast())
    }

    deinit {
        // It ends all the same when this process does.
        try? input.fileHandleForWriting.close()
    }

    /// Where it is.
    ///
    /// - Parameters:
    ///   - database: in it.
    ///   - schema: which tables are meant.
    ///   - socket: the folder of the socket, in that of the cluster.
    /// - Returns: the address.
    func address(
        _ database: String = "postgres",
        schema: String? = nil,
        socket: String = ""
    ) -> DatabaseAddress {
        let path = schema.map { "&options=-csearch_path%3D\($0)" } ?? ""
        let text = "postgres://burble@/\(database)?host=\(folder)\(socket)\(path)"
        guard let address = DatabaseAddress(text) else { fatalError("\(text) is no address") }
        return address
    }

    /// Runs statements on a connection of their own, outside of a transaction.
    ///
    /// - Parameter texts: one statement each.
    /// - Returns: the first value that the last one gave.
    /// - Throws: what PostgreSQL said.
    @discardableResult
    func run(_ texts: String...) throws -> SQLValue {
        try Self.run(texts, at: address())
    }

    /// Runs statements somewhere.
    @discardableResult
    static func run(_ texts: [String], at address: DatabaseAddress) throws -> SQLValue {
        var value = SQLValue.null
        #if Postgres
        let connection = try PostgresConnection(address)
        for text in texts {
            try connection.send(text)
            let rows = try connection.answer()
            value = (rows?.count ?? 0) > 0 ? rows?.value(0, 0) ?? .null : .null
        }
        #endif
        return value
    }

    /// A schema for one test, named after its folder, so that a store opened there again finds it.
    ///
    /// - Parameter folder: of the test.
    /// - Returns: its address.
    /// - Throws: what PostgreSQL said.
    func address(of folder: TemporaryFolder) throws -> DatabaseAddress {
        address(schema: try schema(of: folder))
    }

    /// The name of that schema, which is made.
    func schema(of folder: TemporaryFolder) throws -> String {
        let name = folder.path.split(separator: "/").last ?? ""
        let schema = "t" + name.lowercased().filter { $0.isLetter || $0.isNumber }
        try run("CREATE SCHEMA IF NOT EXISTS \(schema)")
        return schema
    }
}
