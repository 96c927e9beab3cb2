import ChatClient
import ChatProtocol
import ChatTUI

/// Keeps what is said on a server in files, where the person wants that.
@MainActor
final class LogKeeper {
    private let folder: LogFolder?
    /// The last event of each room that is in its files.
    private var kept: [RoomName: Int64] = [:]
    /// Whether the disk refused, which is told once.
    private var hasFailed = false

    /// Makes a keeper, which writes nothing yet.
    ///
    /// - Parameter settings: of the server.
    init(_ settings: Settings) {
        folder = settings.state.map { LogFolder(in: $0, for: settings.server) }
    }

    /// Writes what is new.
    ///
    /// - Parameter model: of the server.
    /// - Returns: words for the person, once, if the disk takes nothing; else `nil`.
    func note(_ model: Model) -> String? {
        guard model.keepsLogs, let folder, !hasFailed else { return nil }
        for room in model.followed {
            let last = kept[room] ?? seqOfLastLine(of: room, in: folder)
            let news = model.news(after: last, in: room)
            kept[room] = news.last?.seq ?? last
            do throws(FileError) {
                try write(news, after: last, to: room, in: folder, zone: model.zone)
            } catch {
                hasFailed = true
                return "no log is kept: \(error)"
            }
        }
        return nil
    }

    private func seqOfLastLine(of room: RoomName, in folder: LogFolder) -> Int64 {
        folder.lastLine(of: room).flatMap { LogLines.seq(in: $0) } ?? 0
    }

    private func write(
        _ news: ArraySlice<DurableEvent>,
        after last: Int64,
        to room: RoomName,
        in folder: LogFolder,
        zone: LocalZone
    ) throws(FileError) {
        guard let first = news.first else { return }
        var day = LogLines.day(of: first, in: zone)
        var lines: [String] = []
        if last > 0, first.seq > last + 1 {
            lines.append("-- events \(last + 1) to \(first.seq - 1) were not here")
        }
        for event in news {
            let its = LogLines.day(of: event, in: zone)
            if its != day {
                try folder.add(lines, to: room, on: day)
                (day, lines) = (its, [])
            }
            lines += LogLines.of(event, in: zone)
        }
        try folder.add(lines, to: room, on: day)
    }
}
