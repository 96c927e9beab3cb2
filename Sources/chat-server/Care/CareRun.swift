import ChatProtocol
import ChatServer
import Foundation

/// How `check`, `backup`, `restore` and `compact` run: on the folder of the settings, with their
/// progress shown, and a line for each thing found.
enum CareRun {
    /// Exit codes of `check`, as of fsck's kin.
    enum Verdict: Int32 {
        case sound = 0
        case faults = 1
        case unchecked = 2
    }

    /// Reads the settings, or leaves with what is wrong with them.
    ///
    /// Suspends to read the file.
    static func settings(_ options: ServerOptions) async -> ServerSettings {
        let settings = await anySettings(options)
        guard settings.database == nil else { Exit.usage.leave(saying: "\(NotHere())") }
        return settings
    }

    /// Reads the settings, or leaves with what is wrong with them; they may name a database.
    ///
    /// Suspends to read the file.
    static func anySettings(_ options: ServerOptions) async -> ServerSettings {
        // What is made is for its own user.
        umask(0o077)
        do {
            return try await SettingsSources(options: options).settings()
        } catch {
            Exit.usage.leave(saying: "\(error)")
        }
    }

    /// The log is not in the folder.
    private struct NotHere: CustomStringConvertible {
        let description =
            "database: the log is in PostgreSQL, which has its own pg_dump and pg_amcheck"
    }

    /// Does something with its progress shown on standard error.
    ///
    /// Blocks for as long as it takes.
    static func shown<Value>(
        _ body: (@escaping (CareProgress) -> Void) throws -> Value
    ) throws -> Value {
        var line = ProgressLine()
        defer { line.clear() }
        return try body { progress in
            // Of what has no bytes to tell of only the name is shown.
            guard progress.bytes > 0 || progress.total != nil else {
                return line.show(progress.part)
            }
            line.show(
                bytes: Int(clamping: progress.bytes),
                of: progress.total.map { Int(clamping: $0) },
                named: progress.part
            )
        }
    }

    /// Prints what was found.
    ///
    /// - Parameter report: a line for each part.
    static func show(_ report: CareReport) {
        for line in report.lines { StandardOutput.say(line) }
    }
}
