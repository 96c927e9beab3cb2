/// The type of a durable event that a newer version wrote: its number and its place are kept, and
/// nothing else of it is read.
package struct UnknownType: Hashable, Sendable, CustomStringConvertible {
    /// The most bytes of a type's name.
    package static let byteLimit = 32

    private static let allowed = ASCIISet(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"
    )

    package let description: String

    /// Takes a name; `nil` unless it is one that no event has here, of 1 to ``byteLimit`` letters,
    /// digits, `_` and `-`.
    package init?(_ name: String) {
        guard (1...Self.byteLimit).contains(name.utf8.count),
            name.utf8.allSatisfy({ Self.allowed.contains($0) }),
            !Event.typeNames.contains(name)
        else { return nil }
        description = name
    }
}
