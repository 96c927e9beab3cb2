/// An object of a row, whose fields come one after the other.
struct RowObject<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: RowEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }

    private func begin(_ key: Key) -> RowPlace? {
        encoder.encoding.line.beginElement(key.stringValue, at: encoder.place)
    }

    func encodeNil(forKey key: Key) {
        if begin(key) != nil { encoder.encoding.line.append(json: "null") }
    }

    func encode(_ value: some RowPrimitive, forKey key: Key) {
        encoder.encoding.line.append(value, key.stringValue, at: encoder.place)
    }

    // These two have a default that throws, which is taken before the one for all primitives.

    func encode(_ value: Int128, forKey key: Key) {
        encoder.encoding.line.append(value, key.stringValue, at: encoder.place)
    }

    func encode(_ value: UInt128, forKey key: Key) {
        encoder.encoding.line.append(value, key.stringValue, at: encoder.place)
    }

    func encode(_ value: some Encodable, forKey key: Key) throws {
        try encoder.encoding.append(value, at: begin(key))
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.inside(at: begin(key)).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder.inside(at: begin(key)).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.unsupportedEncoder() }

    func superEncoder(forKey key: Key) -> any Encoder { encoder.unsupportedEncoder() }
}
