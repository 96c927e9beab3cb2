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
            .filter { $0.cursor != nil && $0.cursor != kept[$0.room] }
        guard !newest.isEmpty else { return nil }
        do throws(FileError) {
            try folder.aloneIfFree { () throws(FileError) in
                // Another client may have written a part of it already.
                var progress = folder.progress
                do throws(FileError) {
                    try write(newest, of: model, in: folder, &progress)
                } catch {
                    // Where there is room for that, what is there does not come again.
                    try? folder.keep(progress)
                    throw error
                }
                try folder.keep(progress)
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
        in folder: LogFolder,
        _ progress: inout LogProgress
    ) throws(FileError) {
        for event in newest {
            guard let cursor = event.cursor else { continue }
            let room = LogFolder.stem(of: event.room, for: model.name)
            let last = progress.newest(of: room, in: cursor.log)
            let news = model.news(behind: last.position, in: event.room)
            for (day, lines, end) in days(of: news, behind: last.seq, in: model.zone) {
                try folder.add(lines, to: room, on: day)
                progress.note(end, of: room, in: cursor.log)
            }
            kept[event.room] = cursor
        }
    }

    /// Lines for the file of each day in turn, with the place of the last event in them.
    private func days(
        of news: ArraySlice<DurableEvent>,
        behind seq: Int64,
        in zone: LocalZone
    ) -> [(day: String, lines: [String], end: LogProgress.Place)] {
        var days: [(day: String, lines: [String], end: LogProgress.Place)] = []
        for event in news {
            let day = LogLines.day(of: event, in: zone)
            let end = LogProgress.Place(position: event.cursor?.position ?? 0, seq: event.seq)
            if days.last?.day != day { days.append((day, [], end)) }
            days[days.count - 1].lines += LogLines.of(event, in: zone)
            days[days.count - 1].end = end
        }
        // A room that was made anew begins at 1 again, and nothing of it is missing.
        if let first = news.first, seq > 0, first.seq > seq, first.seq - seq > 1 {
            days[0].lines.insert("-- events \(seq + 1) to \(first.seq - 1) were not here", at: 0)
        }
        return days
    }
}
