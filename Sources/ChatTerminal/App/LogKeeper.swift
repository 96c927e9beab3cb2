import ChatClient
import ChatProtocol
import ChatTUI

/// Keeps what is said on a server in files, where the person wants that.
@MainActor
final class LogKeeper {
    private let folder: LogFolder?
    /// The last event of each room that was looked at.
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
            guard let newest = model.newestHeld(in: room), newest.seq != kept[room] else {
                continue
            }
            do throws(FileError) {
                try folder.alone { () throws(FileError) in
                    try note(room, upTo: newest, model, in: folder)
                }
            } catch {
                hasFailed = true
                return "no log is kept: \(error)"
            }
            kept[room] = newest.seq
        }
        return nil
    }

    /// Another client may have written a part of it already, and another log counts from one.
    private func note(
        _ room: RoomName,
        upTo newest: DurableEvent,
        _ model: Model,
        in folder: LogFolder
    ) throws(FileError) {
        let line = folder.lastLine(of: room) ?? ""
        let written = LogLines.seq(in: line) ?? 0
        let isAnotherLog =
            written > newest.seq && LogLines.moment(of: newest, in: model.zone) > line.prefix(19)
        let last = isAnotherLog ? 0 : max(written, kept[room] ?? 0)
        let news = model.news(after: last, in: room)
        try write(news, after: last, to: room, in: folder, zone: model.zone)
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
