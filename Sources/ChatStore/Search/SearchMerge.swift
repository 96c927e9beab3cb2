/// Goes down several lists at once: the one that is behind the others is always the next.
///
/// What lies before the place of that one is not known yet. So what is found is complete from the
/// newest on, whichever list it is in.
struct SearchMerge: Sendable {
    /// A list, and how far it was looked through.
    private struct Run: Sendable {
        let source: SearchSource
        var scan: SearchScan
    }

    /// What is to be asked next.
    struct Turn: Sendable {
        fileprivate let run: Int
        let source: SearchSource
        let window: SearchPart
        /// How many matches, 1 or more.
        let limit: Int
    }

    private let limit: Int
    /// The position after which the part begins.
    private let after: Int64
    private var runs: [Run]
    /// The newest of what was found, the newest first, as many as are wanted: what is older than
    /// these is no part of the answer, whichever list it is in.
    private var found: [SearchIndex.Match] = []
    /// How long all of it took.
    private(set) var work = Duration.zero
    /// Before this position each list begins to be looked through.
    private let end: Int64

    /// Begins at the end of a part.
    ///
    /// - Parameters:
    ///   - sources: what is looked for, each position in one of them at the most.
    ///   - limit: how many matches are wanted, 1 or more.
    init(_ sources: [SearchSource], in part: SearchPart, head: Int64, limit: Int) {
        self.limit = limit
        after = part.after
        let runs = sources.map { source in
            Run(source: source, scan: SearchScan(part, head: head, of: source.list))
        }
        self.runs = runs
        end = runs.first?.scan.before ?? 0
    }

    /// The list that is behind the others; `nil` when all were looked through.
    private var last: Int? {
        runs.indices.filter { !runs[$0].scan.isOver }
            .max { runs[$0].scan.before < runs[$1].scan.before }
    }

    /// What to ask next.
    ///
    /// - Parameter time: how long all of it may take, once each list was asked.
    /// - Returns: `nil` when enough is found, all was looked through, or the time is over.
    func turn(within time: Duration) -> Turn? {
        guard let last, var window = runs[last].scan.window else { return nil }
        let place = runs[last].scan.before
        let missing = limit - found.prefix { $0.position >= place }.count
        // However little the time, the next page has to begin further down.
        guard missing > 0, work < time || place == end else { return nil }
        if found.count == limit, let floor = found.last?.position {
            // The floor itself is looked at again, so that each window has a position.
            window.after = max(window.after, floor - 1)
        }
        return Turn(run: last, source: runs[last].source, window: window, limit: missing)
    }

    /// Takes an answer.
    ///
    /// - Parameters:
    ///   - matches: the newest first; where they are as many as were asked for, more may follow.
    mutating func take(_ matches: [SearchIndex.Match], of turn: Turn, in time: Duration) {
        let oldest = matches.count < turn.limit ? nil : matches.last?.position
        runs[turn.run].scan.went(through: turn.window, to: oldest, in: time)
        add(matches)
        work += time
    }

    /// Keeps the newest, and each once: an edit moves a message from one list to another, and it
    /// may be found in both.
    private mutating func add(_ matches: [SearchIndex.Match]) {
        guard !matches.isEmpty else { return }
        var newest: [SearchIndex.Match] = []
        for match in (found + matches).sorted(by: { $0.position > $1.position })
        where newest.last?.position != match.position {
            guard newest.count < limit else { break }
            newest.append(match)
        }
        found = newest
    }

    /// What was found, the newest first, without what may come behind something that was not.
    var matches: [SearchIndex.Match] {
        let place = last.map { runs[$0].scan.before } ?? .min
        return Array(found.prefix { $0.position >= place })
    }

    /// The position before which there may be more; `nil` when all was looked through.
    var next: Int64? {
        let matches = matches
        guard matches.count == limit, let oldest = matches.last?.position else {
            return last.map { runs[$0].scan.before }
        }
        return oldest - 1 > after ? oldest : nil
    }
}
