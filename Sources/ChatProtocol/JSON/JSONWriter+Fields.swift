extension JSONWriter {
    /// Writes a field, or nothing when there is no text.
    package mutating func field(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        key(name)
        string(text)
    }

    /// Writes a field, or nothing when there is no number.
    package mutating func field(_ name: StaticString, _ number: Int64?) {
        guard let number else { return }
        key(name)
        int(number)
    }

    /// Writes a field, or nothing when there is no number.
    package mutating func field(_ name: StaticString, _ number: Int?) {
        field(name, number.map(Int64.init))
    }

    /// Writes a field.
    package mutating func field(_ name: StaticString, _ value: Bool) {
        key(name)
        bool(value)
    }

    /// Writes a field whose value is an object.
    package mutating func object(_ name: StaticString, _ fields: (inout JSONWriter) -> Void) {
        key(name)
        object(fields)
    }
}
