import ChatProtocol

/// Ranges of addresses, found by a client that may be in them: however many there are, a look costs
/// one step for each length of a prefix.
struct RangeIndex: Sendable {
    private var ranges: [NetworkPrefix: [String: AddressRange]] = [:]
    private var lengths: [NetworkPrefix.Length: Int] = [:]

    /// Puts a range in.
    ///
    /// - Parameter id: it is found as; not one that is in already.
    mutating func insert(_ range: AddressRange, as id: String) {
        ranges[range.prefix, default: [:]][id] = range
        lengths[range.prefix.length, default: 0] += 1
    }

    /// Takes a range out.
    ///
    /// - Parameters:
    ///   - range: as it was put in.
    ///   - id: as it was put in.
    mutating func remove(_ range: AddressRange, as id: String) {
        guard ranges[range.prefix]?.removeValue(forKey: id) != nil else { return }
        if ranges[range.prefix]?.isEmpty == true { ranges[range.prefix] = nil }
        let left = lengths[range.prefix.length, default: 1] - 1
        lengths[range.prefix.length] = left > 0 ? left : nil
    }

    /// The ranges that a client is in.
    ///
    /// - Parameter key: of ``ClientNetwork``.
    /// - Returns: what they were put in as.
    func ids(ofKey key: String) -> [String] {
        guard !lengths.isEmpty, let client = AddressRange(key: key) else { return [] }
        return lengths.keys.flatMap { length in
            client.prefix.cut(to: length).flatMap { ranges[$0] }?
                .compactMap { $0.value.contains(client) ? $0.key : nil } ?? []
        }
    }
}
