import NIOCore

/// A shard, and the loop on which alone it may be touched.
struct LoopShard: Sendable {
    let eventLoop: any EventLoop
    let bound: NIOLoopBound<Shard>

    /// The shard; only on its loop.
    var value: Shard { bound.value }
}
