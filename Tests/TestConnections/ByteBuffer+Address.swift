package import NIOCore

extension ByteBuffer {
    /// Where the bytes lie: the very same ones are in the very same place.
    package var address: UInt {
        unsafe withUnsafeReadableBytes { UInt(bitPattern: $0.baseAddress) }
    }
}
