import NIOCore
import Serialization

/// Writes records to the end of a buffer.
struct BufferSink: ByteSink {
    fileprivate var buffer = ByteBuffer()

    mutating func append(_ byte: UInt8) {
        buffer.writeInteger(byte)
    }

    mutating func append(atMost limit: Int, _ write: (inout OutputSpan<UInt8>) -> Void) {
        // The room is the buffer's own for the call, and the span counts what was written into it.
        unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: limit) { room in
            let bytes = unsafe room.bindMemory(to: UInt8.self)
            var span = unsafe OutputSpan(buffer: bytes, initializedCount: 0)
            write(&span)
            return unsafe span.finalize(for: bytes)
        }
    }
}

extension ByteBuffer {
    /// Writes records to the buffer's end; what is in it is not copied.
    mutating func writeRecords(_ write: (inout BufferSink) -> Void) {
        var sink = BufferSink()
        swap(&sink.buffer, &self)
        write(&sink)
        swap(&sink.buffer, &self)
    }
}
