extension JSONWriter {
    /// Writes a moment.
    package mutating func moment(_ moment: Timestamp) {
        value(limit: Timestamp.byteCount + 2) { room in
            room.append(UInt8(ascii: "\""))
            moment.append(to: &room)
            room.append(UInt8(ascii: "\""))
        }
    }

    /// Writes a cursor.
    ///
    /// - Parameter cursor: any cursor; nothing in it needs an escape.
    mutating func cursor(_ cursor: Cursor) {
        value(limit: Cursor.byteLimit + 2) { room in
            room.append(UInt8(ascii: "\""))
            cursor.append(to: &room)
            room.append(UInt8(ascii: "\""))
        }
    }

    /// Writes a field.
    mutating func field(_ name: StaticString, _ moment: Timestamp) {
        key(name)
        self.moment(moment)
    }

    /// Writes a field, or nothing when there is no cursor.
    mutating func field(_ name: StaticString, _ cursor: Cursor?) {
        guard let cursor else { return }
        key(name)
        self.cursor(cursor)
    }
}
