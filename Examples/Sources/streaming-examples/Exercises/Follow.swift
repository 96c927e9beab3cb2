import Hummingbird
import NIOCore
import StreamingHTTP

/// `/follow/{path}`: a log file, and then what is appended to it, as `tail -f` does.
///
/// It is read in pieces of 64 KiB, so its length does not matter. `?from=end` begins with what is
/// new. The path is checked as for a download.
func addFollow(to router: ExampleRouter, files: String) {
    router.get("follow/**") { request, context in
        let path = context.parameters.getCatchAll().joined(separator: "/")
        let file = try await StreamingFile.open(path, in: files)
        let isNew = request.uri.queryParameters["from"] == "end"
        // Without a pause it would do nothing but look.
        let tick = max(tick(of: request, default: 200), .milliseconds(1))
        return StreamingResponse(contentType: "text/plain; charset=utf-8") { out in
            var position = isNew ? try await file.size() : 0
            while true {
                let bytes = try await file.read(at: position, atMost: 65_536)
                position += Int64(bytes.readableBytes)
                guard bytes.readableBytes == 0 else {
                    try await out.write(bytes)
                    continue
                }
                try await pause(tick)
                // Who empties a log begins it anew.
                if try await file.size() < position { position = 0 }
            }
        }
    }
}
