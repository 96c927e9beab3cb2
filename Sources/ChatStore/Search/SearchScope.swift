package import ChatProtocol

/// The rooms that a search is for.
package enum SearchScope: Sendable, Hashable {
    /// These; one that does not exist is empty.
    case named([RoomName])
    /// All public rooms but those that are hidden, and these of the others; `common` are the public
    /// ones by name, for where too many are hidden.
    case readable(common: [RoomName], others: [RoomName], hidden: [RoomName])
}
