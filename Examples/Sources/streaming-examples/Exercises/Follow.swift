import Hummingbird
import NIOCore
import StreamingHTTP

/// `/follow/{path}`: a log file, and then what is appended to it, as `tail -F` does: also after it
/// was emptied, or moved away and begun anew.
///
/// It is read in pieces of 64 KiB, so its length does not matter. `?from=end` begins with what is
/// new. The path is checked as for a download.
func addFollow(to router: ExampleRouter, files: String) {
    router.get("follow/**") { request, context in
        let path = context.parameters.getCatchAll().joined(separator: "/")
        let file = GrowingFile(try await StreamingFile.open(path, in: files))
        let isNew = request.uri.queryParameters["from"] == "end"
        // Without a pause it would do nothing but look.
        let tick = max(tick(of: request, default: 200), .milliseconds(1))
        return StreamingResponse(contentType: "text/plain; charset=utf-8") { out in
            var log = file
            if isNew { try await log.skipToEnd() }
            var next: GrowingFile?
            while true {
                let bytes = try await log.read()
                if bytes.readableBytes > 0 {
                    try await out.write(bytes)
                } else if let begun = next {
                    (log, next) = (begun, nil)
                } else {
                    // What came into the old one before this is still read.
                    next = await log.successor(at: path, in: files)
                    if next == nil { try await pause(tick) }
                }
            }
        }
    }
}
