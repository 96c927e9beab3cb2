/// One publisher's request, in which only the digits of room and stamp change.
struct PostTemplate {
    let bytes: [UInt8]
    /// Where the room's digits begin.
    let roomOffset: Int
    /// Where the stamp's mark goes.
    let stampOffset: Int

    /// Puts a request together.
    ///
    /// - Parameters:
    ///   - beforeRoom: what comes before the room's digits.
    ///   - room: the digits that stand for a room.
    ///   - beforeMessage: what comes between room and message.
    ///   - messageBytes: the size of the message.
    ///   - end: what comes after the message.
    init(
        beforeRoom: String,
        room: String,
        beforeMessage: String,
        messageBytes: Int,
        end: String
    ) {
        var bytes = Array(beforeRoom.utf8)
        roomOffset = bytes.count
        bytes += Array(room.utf8) + Array(beforeMessage.utf8)
        stampOffset = bytes.count
        bytes += [UInt8](repeating: 0x20, count: Stamp.smallestMessage)
        bytes += [UInt8](repeating: 0x78, count: messageBytes - Stamp.smallestMessage)
        bytes += Array(end.utf8)
        self.bytes = bytes
    }
}
