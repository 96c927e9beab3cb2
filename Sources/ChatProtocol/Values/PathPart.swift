/// What a person chooses and others send as a part of a path: `/rooms/general/members/anna`.
package enum PathPart {
    /// Refuses what is a step to another path, however it is escaped.
    ///
    /// Clients and proxies take the step: `DELETE /rooms/general/members/..` arrives as
    /// `DELETE /rooms/general/`, or without the last slash.
    ///
    /// Source: RFC 3986, section 5.2.4; WHATWG URL, section 4.4, where `\` is a slash too.
    ///
    /// - Throws: ``NameError/badCharacter(_:)`` for `.` and `..`, alone or between slashes.
    package static func check(_ text: String) throws(NameError) {
        let slashes = [UInt8(ascii: "/"), UInt8(ascii: "\\")]
        let parts = text.utf8.split { slashes.contains($0) }
        let isStep = parts.contains { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
        guard !isStep else { throw .badCharacter(".") }
    }
}
