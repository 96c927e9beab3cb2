extension WireFields {
    /// A field that must be there.
    ///
    /// - Parameter name: as the wire has it.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is absent.
    func required<Value>(_ value: Value?, _ name: String) throws(DecodingFailure) -> Value {
        guard let value else { throw .wrongField(name) }
        return value
    }

    /// An event's address.
    ///
    /// - Parameter name: as the wire has it.
    /// - Returns: 1 or more.
    /// - Throws: ``DecodingFailure/wrongField(_:)``.
    func address(_ value: Int64?, _ name: String) throws(DecodingFailure) -> Int64 {
        guard let value, value >= 1 else { throw .wrongField(name) }
        return value
    }

    /// A count or a seq that may be 0.
    ///
    /// - Parameter name: as the wire has it.
    /// - Returns: 0 or more.
    /// - Throws: ``DecodingFailure/wrongField(_:)``.
    func count(_ value: Int64?, _ name: String) throws(DecodingFailure) -> Int64 {
        guard let value, value >= 0 else { throw .wrongField(name) }
        return value
    }

    /// The room.
    ///
    /// - Throws: ``DecodingFailure/wrongField(_:)``.
    func roomName(_ text: String?) throws(DecodingFailure) -> RoomName {
        do {
            return try RoomName(text ?? "")
        } catch {
            throw .wrongField("room")
        }
    }

    /// A member's name.
    ///
    /// - Parameter name: as the wire has it.
    /// - Throws: ``DecodingFailure/wrongField(_:)``.
    func memberName(_ text: String?, _ name: String) throws(DecodingFailure) -> MemberName {
        do {
            return try MemberName(text ?? "")
        } catch {
            throw .wrongField(name)
        }
    }

    /// The cursor, if there is one.
    ///
    /// - Returns: `nil` when the field is absent.
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is no cursor.
    func optionalCursor() throws(DecodingFailure) -> Cursor? {
        guard let cursor else { return nil }
        return try required(Cursor(cursor), "cursor")
    }

    /// The cursor.
    ///
    /// - Throws: ``DecodingFailure/wrongField(_:)`` when it is absent or no cursor.
    func requiredCursor() throws(DecodingFailure) -> Cursor {
        try required(optionalCursor(), "cursor")
    }

    /// The time.
    ///
    /// - Throws: ``DecodingFailure/wrongField(_:)``.
    func timestamp() throws(DecodingFailure) -> Timestamp {
        try required(at, "at")
    }
}
