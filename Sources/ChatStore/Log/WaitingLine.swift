/// What waits for the next transaction, in order and within bounds.
struct WaitingLine<Element> {
    /// The most elements, and the most bytes, that wait.
    let limit: Int
    let byteLimit: Int
    private var waiting: [(element: Element, bytes: Int)] = []
    /// The first of `waiting` that was not taken yet.
    private var start = 0
    /// The bytes of those that wait.
    private(set) var bytes = 0
    private(set) var isClosed = false

    /// Makes an empty line.
    ///
    /// - Parameter byteLimit: bytes that may wait.
    init(limit: Int, byteLimit: Int) {
        self.limit = limit
        self.byteLimit = byteLimit
    }

    /// How many wait.
    var count: Int { waiting.count - start }

    /// True when nothing waits.
    var isEmpty: Bool { count == 0 }

    /// Takes no more; what waits stays.
    mutating func close() {
        isClosed = true
    }

    /// Puts an element at the end.
    ///
    /// - Parameter size: its bytes.
    /// - Throws: `closed`, or `overloaded` with the bound that it would pass; it does not wait.
    mutating func add(_ element: Element, bytes size: Int) throws(StoreError) {
        guard !isClosed else { throw .closed }
        guard count < limit else { throw .overloaded(limit: limit) }
        guard isEmpty || bytes + size <= byteLimit else { throw .overloaded(limit: byteLimit) }
        waiting.append((element, size))
        bytes += size
    }

    /// Takes what fits into one transaction from the front: one element at least, if any waits.
    ///
    /// - Parameters:
    ///   - most: elements, 1 or more.
    ///   - mostBytes: their bytes together.
    /// - Returns: the elements in the order in which they came.
    mutating func take(most: Int, mostBytes: Int) -> [Element] {
        if start == 0, waiting.count <= most, bytes <= mostBytes { return takeAll() }
        var taken: [Element] = []
        var takenBytes = 0
        while start < waiting.count, taken.count < most {
            let next = waiting[start]
            guard taken.isEmpty || takenBytes + next.bytes <= mostBytes else { break }
            taken.append(next.element)
            takenBytes += next.bytes
            start += 1
        }
        bytes -= takenBytes
        forgetTaken()
        return taken
    }

    /// Takes everything; the memory stays for what comes next, as much as ``limit`` elements need.
    private mutating func takeAll() -> [Element] {
        defer { waiting.removeAll(keepingCapacity: true) }
        bytes = 0
        return waiting.map(\.element)
    }

    /// Moves the rest to the front once that is worth it: each element moves a bounded number of
    /// times.
    private mutating func forgetTaken() {
        guard start * 2 >= waiting.count else { return }
        waiting.removeFirst(start)
        start = 0
    }
}

extension WaitingLine: Sendable where Element: Sendable {}
