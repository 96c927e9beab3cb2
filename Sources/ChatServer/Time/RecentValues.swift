/// The newest values of many keys, of which a bounded number are remembered: in two halves, of
/// which the older is forgotten as a whole when the newer is full.
///
/// So no one who comes pays for a look at all of them, however many come.
struct RecentValues<Key: Hashable, Value> {
    private var newer: [Key: Value] = [:]
    private var older: [Key: Value] = [:]
    private let half: Int

    /// Begins with none.
    ///
    /// - Parameter half: how many are remembered in any case, 1 or more; twice as many at the most.
    init(half: Int) {
        self.half = max(1, half)
    }

    /// The value of a key.
    ///
    /// - Returns: `nil` where there is none, or it is forgotten.
    subscript(key: Key) -> Value? { newer[key] ?? older[key] }

    /// Remembers a value as the newest.
    ///
    /// - Parameter value: in place of the key's last one.
    mutating func put(_ value: Value, for key: Key) {
        if newer.count >= half, newer[key] == nil {
            swap(&newer, &older)
            newer.removeAll(keepingCapacity: true)
        }
        newer[key] = value
    }
}
