import Hummingbird
import StreamingHTTP

/// `/download-large-file/{file_path}`: a file of one folder, whole or in part.
///
/// Its name's ending says the type. A player that seeks in audio or video asks for parts of it.
func addDownload(to router: ExampleRouter, files: String) {
    router.get("download-large-file/**") { _, context in
        try await StreamingFile.open(
            context.parameters.getCatchAll().joined(separator: "/"),
            in: files,
            isAttachment: true
        )
    }
}
