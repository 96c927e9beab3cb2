/// Which part of a room shows.
enum Scroll: Hashable, Sendable {
    /// The newest is at the bottom, and stays there.
    case newest
    /// An item stays at the bottom, `clipped` of its rows below the edge. `seen` is the newest
    /// `seq` when one scrolled away.
    case held(Item, clipped: Int, seen: Int64)

    /// What can be held on to.
    enum Item: Hashable, Sendable {
        case event(Int64)
        case pending(key: String)
    }
}
