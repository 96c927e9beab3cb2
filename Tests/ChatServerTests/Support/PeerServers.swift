import ChatProtocol
import Foundation
import Logging
import Testing

@testable import ChatServer
@testable import ChatStore

/// Two servers of one log, as two processes are on a database that both reach.
///
/// What one commits, the other hears of when it is told or looks; nothing tells it by itself.
/// Notices go from one to the other at once.
struct PeerServers: Sendable {
    /// What both have as the operator's token.
    static let token = "the-token-of-both-servers"

    let first: TestServer
    let second: TestServer
    let firstLog: PeerLog
    let secondLog: PeerLog
    /// What both write to and read.
    let database: FaultDatabase
    let hub: PeerBus.Hub

    /// Runs both for the length of a body.
    ///
    /// - Parameters:
    ///   - texts: said in the room `a` before either of them starts.
    ///   - adjust: changes the limits of both.
    ///   - configure: changes the settings of both.
    ///   - logger: where the first tells of itself; nowhere unless given.
    /// - Throws: what the body or a server threw.
    static func run(
        after texts: [String] = [],
        adjust: @escaping @Sendable (inout ServerLimits) -> Void = { _ in },
        configure: @escaping @Sendable (inout ServerSettings) -> Void = { _ in },
        logger: Logger? = nil,
        _ body: @Sendable (PeerServers) async throws -> Void
    ) async throws {
        let folder = NSTemporaryDirectory() + "burble-servers-\(UUID().uuidString)"
        defer {
            for ending in ["", "-1", "-2"] {
                try? FileManager.default.removeItem(atPath: folder + ending)
            }
        }
        for ending in ["-1", "-2"] { try makeFolder(folder + ending) }
        let name = try #require(LogName("servers"))
        let real = try SQLiteDatabase(try DataFolder(folder), options: StoreOptions()) { name }
        try await say(texts, to: real)
        try PeerTables.make(in: real)
        let state = try real.logState()
        let database = FaultDatabase(real)
        let logs = (1...2).map { _ in
            PeerLog(state, database: database, tick: .seconds(3600), now: Timestamp.now)
        }
        let hub = PeerBus.Hub()
        let stores = logs.map { log in
            ChatStore(
                state,
                database: database,
                engine: log,
                searchIndex: nil,
                bus: PeerBus(hub),
                options: StoreOptions(),
                clock: LogClock(wall: Timestamp.now)
            )
        }
        try await TestServer.run(
            in: folder + "-1",
            store: stores[0],
            adjust: adjust,
            configure: configure,
            logger: logger
        ) { first in
            try await TestServer.run(
                in: folder + "-2",
                store: stores[1],
                adjust: adjust,
                configure: configure
            ) { second in
                try await body(
                    PeerServers(
                        first: first,
                        second: second,
                        firstLog: logs[0],
                        secondLog: logs[1],
                        database: database,
                        hub: hub
                    )
                )
            }
        }
    }
}

extension PeerServers {
    /// A folder with the token of the operator of both.
    private static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let isMade = FileManager.default.createFile(
            atPath: path + "/operator.token",
            contents: Data((token + "\n").utf8),
            attributes: [.posixPermissions: 0o600]
        )
        try #require(isMade)
    }

    private static func say(_ texts: [String], to database: SQLiteDatabase) async throws {
        let state = try database.logState()
        let log = PeerLog(state, database: database, tick: nil, now: Timestamp.now)
        for text in texts {
            _ = try log.turn(Batch(drafts: [.said(text)])) { _ in }
        }
    }
}
