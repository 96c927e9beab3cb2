/// A path that is being written behind a command.
struct PathWord: Hashable, Sendable {
    /// As it is meant, without marks.
    var text: String
    /// Where it begins in the line, in clusters.
    var start: Int
    /// Whether it is a part of an address, where marks are signs of their own.
    private var isInAddress = false

    /// Makes one.
    ///
    /// - Parameters:
    ///   - text: as it is meant, without marks.
    ///   - start: where it begins in the line, in clusters.
    init(text: String, start: Int) {
        self.text = text
        self.start = start
    }

    /// Looks for the path of a socket in an address; `nil` is any other address, and a path that
    /// does not begin at the root.
    ///
    /// - Parameters:
    ///   - address: as it is typed so far.
    ///   - start: where that begins in the line, in clusters.
    init?(inAddress address: String, from start: Int) {
        let scheme = "unix:"
        guard address.hasPrefix(scheme + "/") else { return nil }
        text = String(address.dropFirst(scheme.count))
        self.start = start + scheme.count
        isInAddress = true
    }

    /// Whether a path can stand in its place.
    ///
    /// - Parameter path: of a file or a folder.
    /// - Returns: false where the line would hold another one, or the address be none.
    func canHold(_ path: String) -> Bool {
        guard isInAddress else { return LineEditor.cleaned(path) == path }
        return path.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    }

    /// A path as it has to be written in its place.
    ///
    /// - Parameter path: of a file or a folder.
    /// - Returns: with backslashes before what a command takes for a mark.
    func text(of path: String) -> String { isInAddress ? path : ShellWords.written(path) }
}
