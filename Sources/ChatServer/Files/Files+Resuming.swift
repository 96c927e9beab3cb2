import ChatProtocol
import ChatStore
import Synchronization

/// What an earlier process has begun.
extension Files {
    /// Takes up what an earlier process has not finished; the rest is removed.
    ///
    /// Each keeps a descriptor: that process may have had more of them.
    ///
    /// Blocks for the disk.
    ///
    /// - Parameter names: of what lies in the folder of what is not whole.
    func resumeUploads(_ names: [String]) {
        for id in names where !id.hasSuffix(UploadRecord.ending) {
            guard (uploads.withLock { $0.count < limits.unfinishedUploads }) else { break }
            let upload = resumed(id)
            uploads.withLock { $0[id] = upload }
        }
        for name in names {
            let id = name.split(separator: ".").first.map(String.init) ?? name
            guard (uploads.withLock { $0[id] == nil }) else { continue }
            folder.drop(name)
        }
    }

    private func resumed(_ id: String) -> Upload? {
        let path = folder.incoming + "/" + id
        guard let record = UploadRecord.read(beside: path),
            // What cannot be read any more is removed by the caller.
            let room = RoomName(logged: record.room),
            let name = try? FileName(record.name),
            let author = try? MemberName(record.author),
            let file = try? IncomingFile(at: path, isNew: false),
            let reservation = try? FileReservation(file.count, for: author, at: "", in: ledger)
        else { return nil }
        return Upload(
            id: id,
            UploadTicket(
                room: room,
                name: name,
                author: author,
                key: record.key,
                roomMadeAt: record.roomMadeAt.map { Timestamp(milliseconds: $0) }
            ),
            file: file,
            reservation: reservation,
            length: record.length,
            now: store.clock.now
        )
    }
}
