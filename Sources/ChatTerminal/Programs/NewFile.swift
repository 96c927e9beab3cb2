import Glibc

/// A file that was not there before.
enum NewFile {
    /// Writes a file for its owner's eyes alone; one that is there is left as it is.
    ///
    /// Blocks on the disk.
    ///
    /// - Parameter bytes: what it is to hold.
    /// - Returns: the system's error code; `nil` if all is written.
    static func write(_ bytes: [UInt8], to path: String) -> CInt? {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        // The path is copied by the call.
        let descriptor = unsafe open(path, flags, 0o600)
        guard descriptor >= 0 else { return errno }
        defer { close(descriptor) }
        return write(bytes, to: descriptor)
    }

    /// Writes all bytes to an open file.
    ///
    /// - Returns: the system's error code; `nil` if all is written.
    static func write(_ bytes: [UInt8], to descriptor: CInt) -> CInt? {
        var done = 0
        while done < bytes.count {
            // The rest of `bytes`, and its count.
            let put = unsafe bytes[done...].withUnsafeBytes { rest in
                unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
            }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { return errno }
            done += put
        }
        return nil
    }
}
