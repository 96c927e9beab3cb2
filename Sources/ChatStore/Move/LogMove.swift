package import ChatProtocol
import GRDB

/// Takes a log over from a data folder into PostgreSQL, whole.
///
/// The log keeps its name, its positions and its keys, so that every cursor stays good.
package struct LogMove {
    /// What was moved.
    package struct Report: Sendable {
        /// The log's name.
        package let log: LogName
        /// Where it is now.
        package let place: String
        /// Its newest position.
        package let head: Int64
        /// The rows of each table, by its name; empty where it was there already.
        package let rows: [(table: String, count: Int64)]
    }

    private let folder: DataFolder
    private let address: DatabaseAddress
    /// Told the table that is worked on, the rows so far, and those in all.
    private let progress: (String, Int64, Int64) -> Void

    /// Takes the folder for the move: no server starts on it meanwhile.
    ///
    /// - Parameters:
    ///   - folder: a data folder with a log.
    ///   - address: of the database, whose schema holds no log.
    ///   - progress: told the table that is worked on, the rows so far, and those in all.
    /// - Throws: `inUse` while a server runs; `unavailable`, also when there is no log.
    package init(
        folder: String,
        to address: DatabaseAddress,
        _ progress: @escaping (String, Int64, Int64) -> Void
    ) throws(StoreError) {
        guard try LogCopy.size(ofLogIn: folder) > 0 else {
            throw .unavailable("there is no log in \(folder)")
        }
        self.folder = try DataFolder(folder)
        self.address = address
        self.progress = progress
    }

    #if Postgres
    /// Moves the log, or finds that it was moved already.
    ///
    /// Blocks for as long as both take. The tables appear in the database when all rows are there
    /// and counted. The folder keeps its log as it was, and a mark that it moved.
    ///
    /// - Throws: `damaged` for a log that is not sound; `unavailable` for one of another version,
    ///   one that was moved elsewhere, or a schema or a cluster that will not do; `outcomeUnknown`
    ///   where the same move again tells; or what the databases said. Only `outcomeUnknown` leaves
    ///   a mark.
    package func run() throws(StoreError) -> Report {
        try run {}
    }

    /// Moves the log.
    ///
    /// - Parameter willCommit: called when nothing but the commit is left.
    /// - Throws: what ``run()`` throws.
    func run(willCommit: () throws -> Void) throws(StoreError) -> Report {
        do {
            let target = try MoveTarget(address)
            if let mark = try MovedMark(in: folder.path), mark.place != target.place {
                throw mark.refusal(folder)
            }
            let reader = try LogReader(path: folder.databasePath)
            return try reader.read { database in
                // What PostgreSQL says is told as such.
                do { return try move(database, to: target, willCommit) } catch let failure
                    as PostgresFailure
                {
                    throw StoreError(postgres: failure)
                }
            }
        } catch { throw StoreError(postgres: error) }
    }

    private func move(
        _ database: Database,
        to target: MoveTarget,
        _ willCommit: () throws -> Void
    ) throws -> Report {
        let version = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        guard version == Schema.version else {
            throw StoreError.unavailable(
                "its schema is \(version): a server of this version that starts on it once, and "
                    + "ends, makes it \(Schema.version)"
            )
        }
        let state = try state(database)
        if let there = try target.log() { return try finish(state, there, target) }
        let source = MoveSource(database)
        let columns = try source.columns()
        if let name = try target.columns().keys.sorted().first(where: { columns[$0] != nil }) {
            throw StoreError.unavailable("the schema has a table \(name) that is not Burble's")
        }
        // A server that starts on it gives it another name, and its cursors are told so.
        if LogLoss(state, in: folder) != nil {
            let isMarked = try MovedMark(in: folder.path) != nil
            throw StoreError.unavailable(
                "it has lost events: " + (isMarked ? "without \(folder.path)/moved " : "")
                    + "a server that starts on it once, and ends, gives it another name"
            )
        }
        try check()
        return try fill(target, state, source) {
            // Before: a server must not go on here with what is there too.
            try MovedMark(log: state.name, place: target.place).write(in: folder)
            try willCommit()
        }
    }

    private func state(_ database: Database) throws -> LogState {
        let (name, head) = try SQLiteSession(database: database).log()
        return LogState(name: name, head: head)
    }

    /// A schema with a log may have this one: a move was done, and its end not heard.
    private func finish(
        _ state: LogState,
        _ there: LogState,
        _ target: MoveTarget
    ) throws -> Report {
        guard there.name == state.name else {
            throw StoreError.unavailable("\(target.place) holds another log already, \(there.name)")
        }
        guard there.head >= state.head else {
            throw StoreError.unavailable(
                "\(target.place) holds an older state of this log: through \(there.head), and here it "
                    + "is \(state.head)"
            )
        }
        try MovedMark(log: state.name, place: target.place).write(in: folder)
        return Report(log: state.name, place: target.place, head: there.head, rows: [])
    }

    /// A fault would go along, and could not be told from one of the move.
    private func check() throws {
        let (findings, _) = try LogCheck(folder: folder.path).run { progress($0, 0, 0) }
        let faults = findings.filter { $0.verdict == .fault }.map { "\($0.part): \($0.words)" }
        guard faults.isEmpty else {
            throw StoreError.damaged(detail: faults.joined(separator: "; "))
        }
    }

    private func fill(
        _ target: MoveTarget,
        _ state: LogState,
        _ source: MoveSource,
        willCommit: () throws -> Void
    ) throws -> Report {
        var rows: [(table: String, count: Int64)] = []
        var tables: [MoveTable] = []
        do {
            try target.fill(state.name) {
                tables = try MovePlan(from: source.columns(), to: target.columns()).tables
                rows = try copy(tables, source, target)
                try number(tables, source, target)
                guard try target.head() == state.head else { throw Self.different("events") }
            } willCommit: {
                try willCommit()
            }
        } catch {
            if case .outcomeUnknown? = error as? StoreError { throw error }
            MovedMark.remove(from: folder)
            throw error
        }
        // It plans by guesses without this, and is done all the same.
        try? target.analyze(tables)
        return Report(log: state.name, place: target.place, head: state.head, rows: rows)
    }

    private func copy(
        _ tables: [MoveTable],
        _ source: MoveSource,
        _ target: MoveTarget
    ) throws -> [(table: String, count: Int64)] {
        let total = try source.count(tables)
        var before: Int64 = 0
        var counts: [(table: String, count: Int64)] = []
        for table in tables {
            var sent = MoveTally(columns: table.columns.count)
            try target.copy(table) { send in
                sent = try source.read(table) { lines, rows in
                    progress(table.name, before + rows, total)
                    try send(lines)
                }
            }
            guard try target.tally(table) == sent else { throw Self.different(table.name) }
            before += sent.rows
            counts.append((table.name, sent.rows))
        }
        return counts
    }

    private func number(_ tables: [MoveTable], _ source: MoveSource, _ target: MoveTarget) throws {
        let drawn = try target.drawn()
        for table in tables {
            guard let column = drawn[table.name] else { continue }
            try target.draw(column, of: table.name, after: source.highest(table, column))
        }
    }

    private static func different(_ table: String) -> StoreError {
        .unavailable("\(table) does not hold there what it holds here: nothing was moved")
    }
    #else
    /// Says that this program cannot: it was built without PostgreSQL.
    ///
    /// - Throws: `unavailable`.
    package func run() throws(StoreError) -> Report {
        throw .unavailable("this program was built without PostgreSQL (trait Postgres)")
    }
    #endif
}
