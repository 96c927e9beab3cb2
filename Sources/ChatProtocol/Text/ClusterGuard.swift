/// Puts clusters together scalar by scalar, and keeps each of them shallow and whole.
///
/// A mark, a selector or a joiner is kept only where it belongs to a cluster, so that none of them
/// reaches back into what stands before the text or a line of it.
struct ClusterGuard {
    /// Marks, selectors and joiners in a cluster.
    ///
    /// More are dropped: a pile of accents would be painted over the lines above and below. The
    /// longest emoji in use has seven.
    static let markLimit = 8
    /// Scalars in a cluster of any other kind.
    ///
    /// Beyond it (endless Hangul or Indic conjuncts) an ellipsis stands for the rest.
    static let scalarLimit = 24

    private var text: [UInt8] = []
    private var base: Base = .none
    private var marks = 0
    private var joiner: Unicode.Scalar?
    private var endsInBase = false
    /// Scalars since the last one that surely began a cluster, and the most there were.
    private var run = 0
    private var longestRun = 0

    /// What a mark would sit on.
    private enum Base {
        case none, plain, joining
    }

    /// Adds a scalar that begins a cluster, or joins one when a joiner waits before it.
    ///
    /// - Parameter scalar: what is not a mark.
    mutating func append(base scalar: Unicode.Scalar, tags: ArraySlice<Unicode.Scalar> = []) {
        let joins = scalar.value >= 0x80 && !ScalarClass.isSpace(scalar.value)
        if let joiner, joins {
            put(joiner)
            marks = joiner == "\u{200D}" ? marks + 1 : 0
        } else {
            marks = 0
        }
        joiner = nil
        put(scalar)
        for tag in tags { put(tag) }
        // No emoji joins anything to a flag with tags.
        base = joins && tags.isEmpty ? .joining : .plain
        endsInBase = tags.isEmpty
    }

    /// Adds a skin tone, to an emoji or by itself.
    ///
    /// - Parameter scalar: U+1F3FB to U+1F3FF.
    mutating func append(modifier scalar: Unicode.Scalar) {
        base == .joining ? append(mark: scalar) : append(base: scalar)
    }

    /// Adds a combining mark, if there is something to put it on.
    mutating func append(mark scalar: Unicode.Scalar) {
        joiner = nil
        guard base != .none, marks < Self.markLimit else { return }
        put(scalar)
        marks += 1
        endsInBase = false
    }

    /// Adds a variation selector, if it stands directly behind what it selects.
    mutating func append(selector scalar: Unicode.Scalar) {
        guard endsInBase, joiner == nil else { return }
        append(mark: scalar)
    }

    /// Keeps a joiner until it is known whether there is something to join.
    ///
    /// - Parameter scalar: U+200C or U+200D.
    mutating func append(joiner scalar: Unicode.Scalar) {
        guard base == .joining, joiner == nil, marks < Self.markLimit else { return }
        joiner = scalar
    }

    /// Ends a line.
    mutating func breakLine() {
        put("\n")
        base = .none
        marks = 0
        joiner = nil
        endsInBase = false
    }

    /// The text so far.
    ///
    /// - Returns: the text, no cluster of it longer than ``scalarLimit``.
    consuming func finish() -> String {
        let whole = String(decoding: text, as: UTF8.self)
        guard longestRun > Self.scalarLimit else { return whole }
        var short = ""
        for cluster in whole {
            if cluster.unicodeScalars.count <= Self.scalarLimit {
                short.append(cluster)
            } else {
                short.append(Self.shortened(cluster))
            }
        }
        return short
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        run = ScalarClass.isPlain(scalar.value) ? 1 : run + 1
        longestRun = max(longestRun, run)
        text.append(utf8: scalar)
    }

    private static func shortened(_ cluster: Character) -> String {
        var kept = cluster.unicodeScalars.prefix(scalarLimit)
        // Half a flag's tags would be no valid sequence.
        while let last = kept.last, (0xe0000...0xe007f).contains(last.value) { kept.removeLast() }
        return String(kept) + "…"
    }
}
