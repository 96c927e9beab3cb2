/// An array of a row, whose elements come one after the other.
struct RowArray: UnkeyedEncodingContainer {
    let encoder: RowEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }

    var count: Int { encoder.encoding.line.count(at: encoder.place) }

    private func begin() -> RowPlace? {
        encoder.encoding.line.beginElement(at: encoder.place)
    }

    func encodeNil() {
        if begin() != nil { encoder.encoding.line.append(json: "null") }
    }

    func encode(_ value: some RowPrimitive) {
        encoder.encoding.line.append(value, at: encoder.place)
    }

    // These two have a default that throws, which is taken before the one for all primitives.

    func encode(_ value: Int128) {
        encoder.encoding.line.append(value, at: encoder.place)
    }

    func encode(_ value: UInt128) {
        encoder.encoding.line.append(value, at: encoder.place)
    }

    func encode(_ value: some Encodable) throws {
        try encoder.encoding.append(value, at: begin())
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) -> KeyedEncodingContainer<Nested> {
        encoder.inside(at: begin()).container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        encoder.inside(at: begin()).unkeyedContainer()
    }

    func superEncoder() -> any Encoder { encoder.unsupportedEncoder() }
}

/// A value of a row that is no container.
struct RowScalar: SingleValueEncodingContainer {
    let encoder: RowEncoder

    var codingPath: [any CodingKey] { encoder.codingPath }

    private func begin() -> RowPlace? {
        encoder.encoding.line.beginScalar(at: encoder.place)
    }

    func encodeNil() {
        if begin() != nil { encoder.encoding.line.append(json: "null") }
    }

    func encode(_ value: some RowPrimitive) {
        append(value)
    }

    private func append(_ value: some RowPrimitive) {
        if begin() != nil { value.append(to: &encoder.encoding.line) }
    }

    func encode(_ value: Int128) { append(value) }

    func encode(_ value: UInt128) { append(value) }

    func encode(_ value: some Encodable) throws {
        try encoder.encoding.append(value, at: begin())
    }
}
