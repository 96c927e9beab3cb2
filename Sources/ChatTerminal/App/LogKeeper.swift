import ChatClient
import ChatProtocol
import ChatTUI

/// Keeps what is said on a server in files, where the person wants that.
@MainActor
final class LogKeeper {
    private let folder: LogFolder?
    /// The last event of each room that was looked at.
    private var kept: [RoomName: Cursor] = [:]
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
    /// Does not wait for another client that writes there: what is left, the next note writes.
    ///
    /// - Parameter model: of the server.
    /// - Returns: words for the person, once, if the disk takes nothing; else `nil`.
    func note(_ model: Model) -> String? {
        guard model.keepsLogs, let folder, !hasFailed else { return nil }
        let newest = model.followed.compactMap { model.newestHeld(in: $0) }
            .filter { $0.cursor == nil || $0.cursor != kept[$0.room] }
        guard !newest.isEmpty else { return nil }
        do throws(FileError) {
            try folder.aloneIfFree { () throws(FileError) in
                try write(newest, of: model, in: folder)
            }
        } catch {
            hasFailed = true
            return "no log is kept: \(error)"
        }
        return nil
    }

    /// Writes what is new up to the newest event of each of some rooms.
    private func write(
        _ newest: [DurableEvent],
        of model: Model,
        in folder: LogFolder
    ) throws(FileError) {
        // Another client may have written a part of it already.
        var progress = folder.progress
        for event in newest {
            let last = progress.seq(of: event.room, in: event.cursor?.log)
            let news = model.news(after: last, in: event.room)
            try write(news, after: last, to: event.room, in: folder, zone: model.zone)
            progress.note(event.seq, of: event.room, in: event.cursor?.log)
            kept[event.room] = event.cursor
        }
        try folder.keep(progress)
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
