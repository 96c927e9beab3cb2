import ChatProtocol

/// The addresses that are read as JSON and in no other format.
///
/// Who asks them for another one is refused, as everywhere: JSON would be taken for what was asked.
enum JSONAlone {
    /// As the routes write them.
    static let paths = Set(APIOperations.all.filter(\.isJSONAlone).map(\.path))

    /// Looks for a format that such an address does not have.
    ///
    /// - Parameter parameters: of a request for it.
    /// - Throws: `406 unknown_format`.
    static func check(_ parameters: QueryParameters) throws(Problem) {
        guard !parameters.asksForPage() else { return }
        throw .unknownFormat(parameters["format"] ?? "", of: ["json"])
    }
}
