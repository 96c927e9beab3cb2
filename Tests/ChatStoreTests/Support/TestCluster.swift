import Foundation
import Glibc
import Spawning

@testable import ChatStore

/// A PostgreSQL of a test run's own, gone with it: `Tests/Postgres/run.sh`.
final class TestCluster: Sendable {
    /// It could not be started.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// The one that tests share which ask for nothing special.
    static let shared = Result { try TestCluster() }

    /// Of its socket.
    let folder: String
    /// The cluster goes when this end of its input does.
    private let end: CInt

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
        end = try Self.start(settings)
        do {
            folder = try Self.folder(toldAt: end)
        } catch {
            close(end)
            throw error
        }
    }

    deinit {
        // It ends all the same when this process does.
        close(end)
    }

    /// Starts the program, whose input and output are one end of a connection.
    ///
    /// - Throws: why it was not started.
    private static func start(_ settings: [String]) throws -> CInt {
        var ends: [CInt] = [-1, -1]
        // Never open in another program, which would hold this one's input open.
        let kind = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        // The call fills the two numbers.
        guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw Failure(description: "there is no connection: error \(errno)")
        }
        defer { close(ends[1]) }
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let path = tests.appendingPathComponent("Postgres/run.sh").path
        var program = ProgramStart(path, words: [path] + settings, flags: POSIX_SPAWN_SETPGROUP)
        program.set(STDIN_FILENO, to: .copy(of: ends[1]))
        program.set(STDOUT_FILENO, to: .copy(of: ends[1]))
        program.set(STDERR_FILENO, to: .file(path: "/dev/null", flags: O_WRONLY))
        do throws(ProgramStart.Failure) {
            let process = try program.start()
            Thread.detachNewThread {
                // How it ended is nobody's question; its number is free again.
                _ = try? ChildStatus.of(process)
            }
        } catch {
            close(ends[0])
            throw Failure(description: "\(path) was not started: \(error.words)")
        }
        return ends[0]
    }

    /// Waits until it tells where it is.
    private static func folder(toldAt end: CInt) throws -> String {
        var said = ""
        var bytes = [UInt8](repeating: 0, count: 1024)
        while !said.hasSuffix("\n") {
            // The call fills at most as many bytes as there are.
            let count = unsafe read(end, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw Failure(description: "there is no PostgreSQL: \(said)")
            }
            said += String(decoding: bytes[..<count], as: UTF8.self)
        }
        return String(said.dropFirst("ready ".count).dropLast())
    }

    /// Where it is.
    ///
    /// - Parameter socket: the folder of the socket, in that of the cluster.
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
    /// - Returns: the first value that the last one gave.
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
