/// The bounds of the wire that both ends keep.
///
/// A server may set its own; these are the defaults.
///
/// Source: docs/API.md, section 1.
package enum Limits {
    /// Bytes of a message's text.
    ///
    /// A longer one is refused with `413 message_too_long`.
    package static let messageBytes = 16 * 1024
    /// Bytes of a topic.
    ///
    /// A longer one is refused with `413 topic_too_long`.
    package static let topicBytes = 512
    /// Bytes of a JSON body.
    ///
    /// A longer one is refused with `413 body_too_long`.
    package static let jsonBytes = 64 * 1024
    /// Bytes of an `Idempotency-Key`, printable ASCII.
    ///
    /// A longer one is refused with `400 bad_key`.
    package static let keyBytes = 64
    /// Rooms in one stream.
    ///
    /// More are refused with `400 too_many_rooms`.
    package static let streamRooms = 256
    /// Bytes of one line that a decoder takes before it gives up on the stream: a message of the
    /// limit with every byte escaped fits.
    package static let lineBytes = 1024 * 1024
}
