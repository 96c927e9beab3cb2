import ChatProtocol
import NIOPosix
import Synchronization

/// What is not whole yet when its room is taken away.
extension Files {
    /// Forgets the uploads into a room that was taken away: another one may have its name next.
    ///
    /// Does not suspend: nobody finds them any more, and the disk is told behind it. A request that
    /// is at work on one finds out when its body has come.
    ///
    /// - Parameter room: as the log named it.
    func forget(_ room: RoomName) {
        let gone = uploads.withLock { uploads in
            let gone = uploads.values.filter { $0.room == room }
            for upload in gone { uploads[upload.id] = nil }
            return gone
        }
        for upload in gone {
            _ = upload.leave()
            pool.submit { [folder, id = upload.id] _ in
                for name in [id, id + UploadRecord.ending] { folder.drop(name) }
            }
        }
    }
}
