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
    init(_ settings: Settings) {
        folder = settings.state.map { LogFolder(in: $0, for: settings.server) }
    }

    /// Writes what is new.
    ///
    /// Does not wait for another client that writes there: what is left, the next note writes.
    ///
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
            var last = progress.newest(of: room, in: cursor.log)
            if let place = Self.place(ifSetBackBehind: last, event.room, of: model) {
                progress.setBack(to: place, of: room, in: cursor.log)
                last = place
            }
            let news = model.news(behind: last.position, in: event.room)
            for (day, lines, end) in days(of: news, behind: last, in: model.zone) {
                try folder.add(lines, to: room, on: day)
                progress.note(end, of: room, in: cursor.log)
            }
            kept[event.room] = cursor
        }
    }

    /// Where what the files have of a room ends that was set back, as by a server that was restored
    /// from a backup: positions are given once more.
    ///
    /// - Returns: `nil` unless something at a position of the files is later than all in them.
    private static func place(
        ifSetBackBehind last: LogProgress.Place,
        _ room: RoomName,
        of model: Model
    ) -> LogProgress.Place? {
        guard let held = model.newestHeld(in: room, upTo: last.position),
            held.at.milliseconds > last.latest
        else { return nil }
        let known = model.news(behind: 0, in: room).prefix { $0.at.milliseconds <= last.latest }
        return LogProgress.Place(
            position: known.last?.cursor?.position ?? 0,
            seq: known.last?.seq ?? 0,
            latest: last.latest
        )
    }

    /// Lines for the file of each day in turn, with the place of the last event in them.
    private func days(
        of news: ArraySlice<DurableEvent>,
        behind last: LogProgress.Place,
        in zone: LocalZone
    ) -> [(day: String, lines: [String], end: LogProgress.Place)] {
        var days: [(day: String, lines: [String], end: LogProgress.Place)] = []
        var (seq, latest) = (last.seq, last.latest)
        if latest == LogProgress.Place.untold { latest = 0 }
        for event in news {
            let day = LogLines.day(of: event, in: zone)
            latest = max(latest, event.at.milliseconds)
            let end = LogProgress.Place(
                position: event.cursor?.position ?? 0,
                seq: event.seq,
                latest: latest
            )
            if days.last?.day != day { days.append((day, [], end)) }
            let missing = LogLines.missing(after: seq, before: event.seq)
            let lines = [missing].compactMap(\.self) + LogLines.of(event, in: zone)
            days[days.count - 1].lines += lines
            days[days.count - 1].end = end
            seq = event.seq
        }
        return days
    }
}
