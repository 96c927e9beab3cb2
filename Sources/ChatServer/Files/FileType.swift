import ChatProtocol

/// What a file is, as far as its name tells, and whether a browser may show it.
///
/// Nothing that a browser would run or render as a page has a type of its own here.
struct FileType: Hashable, Sendable {
    /// The media type.
    let name: String
    /// Whether a browser may show it in place of saving it.
    let isShown: Bool

    /// Looks a file's type up.
    init(of name: FileName) {
        let known = Self.shown[name.ending]
        self.name = known ?? Self.saved[name.ending] ?? "application/octet-stream"
        isShown = known != nil
    }

    private static let shown = [
        "txt": "text/plain; charset=utf-8", "log": "text/plain; charset=utf-8",
        "md": "text/plain; charset=utf-8", "png": "image/png", "jpg": "image/jpeg",
        "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp", "avif": "image/avif",
        "mp3": "audio/mpeg", "ogg": "audio/ogg", "opus": "audio/ogg", "flac": "audio/flac",
        "wav": "audio/wav", "m4a": "audio/mp4", "mp4": "video/mp4", "webm": "video/webm",
        "ogv": "video/ogg", "mov": "video/quicktime",
    ]

    private static let saved = [
        "pdf": "application/pdf", "csv": "text/csv", "json": "application/json",
        "zip": "application/zip", "gz": "application/gzip", "tar": "application/x-tar",
        "xz": "application/x-xz", "zst": "application/zstd", "7z": "application/x-7z-compressed",
        "mkv": "video/matroska",
    ]
}
