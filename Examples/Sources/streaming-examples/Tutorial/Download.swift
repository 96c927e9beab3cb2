import Hummingbird
import StreamingHTTP

/// `/download-large-file/{path}`: a file of one folder, whole or in part.
func addDownload(to router: ExampleRouter, files: String) {
    router.get("download-large-file/**") { _, context in
        try await StreamingFile.open(
            context.parameters.getCatchAll().joined(separator: "/"),
            in: files
        )
    }
}
