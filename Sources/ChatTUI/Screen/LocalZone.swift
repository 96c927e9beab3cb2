package import ChatProtocol

/// Where the person is: how far the clock on the wall is from UTC, at each moment.
package struct LocalZone: Sendable {
    /// No place on earth is further from UTC than a day.
    private static let most = 86_400

    private let find: @Sendable (Timestamp) -> Int

    /// Makes a zone.
    ///
    /// - Parameter offset: seconds east of UTC at a moment, which summer time changes; brought to a
    ///   day at most.
    package init(_ offset: @escaping @Sendable (Timestamp) -> Int) {
        find = offset
    }

    /// Seconds east of UTC.
    ///
    /// - Parameter moment: when.
    /// - Returns: a day at most, either way.
    package func offset(at moment: Timestamp) -> Int {
        min(max(find(moment), -Self.most), Self.most)
    }
}
