import ChatProtocol
import ChatStore
import Foundation
import Logging
import NIOCore
import NIOEmbedded
import StreamingHTTP

@testable import ChatServer

/// A shard on a loop that moves only when it is told to; nobody reads the log for it.
struct TestShard {
    let loop = EmbeddedEventLoop()
    let shard: Shard

    init(
        _ limits: ServerLimits = ServerLimits(),
        head: Int64 = 0,
        access: StreamAccess = .everything,
        earlier: [CommitBatch] = [],
        whenServed: @escaping (NIODeadline?) -> Void = { _ in },
        whenMoved: @escaping (MemberName?, RoomName, Bool) -> Void = { _, _, _ in }
    ) throws {
        let folder = NSTemporaryDirectory() + "burble-shard-\(UUID().uuidString)"
        let store = try ChatStore.open(folder: folder, now: { Timestamp(milliseconds: 0) })
        try FileManager.default.removeItem(atPath: folder)
        shard = Shard(
            eventLoop: loop,
            head: head,
            log: Fixture.log,
            limits: limits,
            catchUp: CatchUp(store: store, limits: limits, logger: Logger(label: "test")),
            access: access,
            earlier: earlier,
            whenServed: whenServed,
            whenMoved: whenMoved
        )
    }

    /// Adds a stream.
    @discardableResult
    func open(_ number: Int, _ request: StreamRequest, in body: any StreamBody) -> OpenStream {
        let stream = OpenStream(
            StreamID(number: number),
            request,
            body: body,
            shard: shard,
            whenEnded: { _, _ in }
        )
        shard.add(stream)
        return stream
    }

    /// Publishes each position as a commit of its own, of one message that says it.
    func publish(_ positions: ClosedRange<Int64>, in room: String = "a") throws {
        for position in positions {
            let message = try Fixture.message("\(position)", at: position, in: room)
            shard.publish(Fixture.commit([message]))
        }
    }
}
