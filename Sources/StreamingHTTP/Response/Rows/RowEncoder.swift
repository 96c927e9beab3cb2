/// What a value of a row is given to encode itself with.
struct RowEncoder: Encoder {
    let encoding: RowEncoding
    let place: RowPlace

    /// Nobody's in one pass; for a type that asks, Foundation's encoder knows it.
    var codingPath: [any CodingKey] {
        encoding.line.giveUp()
        return []
    }

    /// Nothing is handed to a row's code.
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        encoding.line.open(isKeyed: true, at: place)
        return KeyedEncodingContainer(RowObject(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        encoding.line.open(isKeyed: false, at: place)
        return RowArray(encoder: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer {
        RowScalar(encoder: self)
    }

    /// The encoder of an element inside, which has been begun.
    ///
    /// - Parameter place: `nil` where it could not begin; the row has been given up then.
    func inside(at place: RowPlace?) -> RowEncoder {
        RowEncoder(encoding: encoding, place: place ?? self.place)
    }

    /// The encoder of a class's other part: when that has been written is not told, which is more
    /// than one pass can do.
    ///
    /// - Returns: an encoder of no use.
    func unsupportedEncoder() -> any Encoder {
        encoding.line.giveUp()
        return self
    }
}
