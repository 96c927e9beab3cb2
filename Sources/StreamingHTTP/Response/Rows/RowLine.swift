import Serialization

/// The JSON of a row as far as it has been written, and the containers that are open in it.
///
/// A container is known by its place: one that is written to again after it was closed is told from
/// the open ones, and the row is given up then.
struct RowLine {
    /// A container that is open.
    private struct Level {
        /// Where its bytes begin; tells it from all others.
        let start: Int
        let isKeyed: Bool
        var count = 0
    }

    /// Of the row so far.
    private(set) var bytes: [UInt8] = []
    private var levels: [Level] = []
    /// Whether the row asked for what one pass cannot do; what is written is of no use then.
    private(set) var isGivenUp = false

    /// Makes an empty one.
    init() {
        // As much as a row of a few fields takes.
        bytes.reserveCapacity(96)
    }

    /// Where the next value comes.
    var place: RowPlace { RowPlace(depth: levels.count, start: bytes.count) }

    /// Gives up on the row.
    mutating func giveUp() {
        isGivenUp = true
    }
}

/// Where in a row a value stands.
struct RowPlace: Equatable {
    /// The containers around it.
    let depth: Int
    /// The bytes before it.
    let start: Int
}

// MARK: - Containers

extension RowLine {
    /// Opens the container of a value, or goes on with it when the value asks again.
    ///
    /// - Parameter isKeyed: for an object; else an array.
    mutating func open(isKeyed: Bool, at place: RowPlace) {
        if place == self.place {
            levels.append(Level(start: place.start, isKeyed: isKeyed))
            bytes.append(isKeyed ? UInt8(ascii: "{") : UInt8(ascii: "["))
        } else if !isOpen(at: place) || levels[place.depth].isKeyed != isKeyed {
            giveUp()
        }
    }

    /// The elements of an open container.
    ///
    /// - Returns: 0 for one that is not open.
    func count(at place: RowPlace) -> Int {
        isOpen(at: place) ? levels[place.depth].count : 0
    }

    /// Begins an element; the containers inside the last one are closed by it.
    ///
    /// - Returns: where the element comes; `nil` if the container has been closed.
    mutating func beginElement(_ key: String? = nil, at place: RowPlace) -> RowPlace? {
        guard !isGivenUp, isOpen(at: place) else {
            giveUp()
            return nil
        }
        close(to: place.depth + 1)
        if levels[place.depth].count > 0 { bytes.append(UInt8(ascii: ",")) }
        levels[place.depth].count += 1
        if let key {
            append(key)
            bytes.append(UInt8(ascii: ":"))
        }
        return self.place
    }

    /// Appends an element that is a word, a number or a text.
    mutating func append(_ value: some RowPrimitive, _ key: String? = nil, at place: RowPlace) {
        if beginElement(key, at: place) != nil { value.append(to: &self) }
    }

    /// Begins a value that is no container.
    ///
    /// - Returns: the same; `nil` if the value has been written, or opened.
    mutating func beginScalar(at place: RowPlace) -> RowPlace? {
        if place != self.place { giveUp() }
        return isGivenUp ? nil : place
    }

    /// Ends a value that encoded itself.
    mutating func end(at place: RowPlace) {
        close(to: place.depth)
        // Whoever says nothing is an object without fields.
        if bytes.count == place.start { append(json: "{}") }
    }

    private mutating func close(to depth: Int) {
        while levels.count > depth, let level = levels.popLast() {
            bytes.append(level.isKeyed ? UInt8(ascii: "}") : UInt8(ascii: "]"))
        }
    }

    private func isOpen(at place: RowPlace) -> Bool {
        levels.count > place.depth && levels[place.depth].start == place.start
    }
}

// MARK: - Values

extension RowLine {
    /// Appends a text in quotes.
    mutating func append(_ text: String) {
        JSONText.append(text, escaping: .required, to: &bytes)
    }

    /// Appends what is JSON already.
    ///
    /// - Parameter json: a word or a number.
    mutating func append(json: String) {
        bytes.append(contentsOf: json.utf8)
    }
}
