/// What stands before each word of a room whose words are in a list of their own.
///
/// The words of a room stand together then, and those that begin alike: none is asked for, and none
/// is gone through, but those of the rooms that are meant. All codes are of one length, so that
/// none is the beginning of another one.
enum RoomCode {
    /// Letters and digits of each: the greatest number has as many to the base of 36.
    static let length = 13

    /// The code of a room.
    ///
    /// - Returns: small letters and digits, a part of a word for the index.
    static func code(of room: Int64) -> String {
        let digits = String(UInt64(bitPattern: room), radix: 36)
        return String(repeating: "0", count: length - digits.utf8.count) + digits
    }
}
