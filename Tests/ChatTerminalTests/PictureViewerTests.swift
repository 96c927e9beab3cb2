import ChatTUI
import Foundation
import Testing

@testable import ChatTerminal

@Suite("Drawing a picture")
struct PictureViewerTests {
    @Test(
        "asks for the way of drawing that was set, and leaves room for what stands below",
        arguments: [
            (ClientOptions.Pictures.auto, [String: String](), [String]()),
            (.kitty, [:], ["--format=kitty"]),
            (.sixel, [:], ["--format=sixels"]),
            (.blocks, [:], ["--format=symbols", "--symbols=vhalf"]),
            (.auto, ["NO_COLOR": "1"], ["--colors=none"]),
            (.auto, ["NO_COLOR": ""], []),
        ]
    )
    func asks(pictures: ClientOptions.Pictures, environment: [String: String], more: [String]) {
        let viewer = PictureViewer(
            pictures,
            size: Size(columns: 80, rows: 24),
            environment: environment
        )
        let start = ["chafa", "--size=80x22", "--animate=off"]
        #expect(viewer.command(for: "/tmp/x/picture") == start + more + ["--", "/tmp/x/picture"])
    }

    @Test("has a cell on the smallest terminal")
    func smallest() {
        let viewer = PictureViewer(.auto, size: Size(columns: 1, rows: 1), environment: [:])
        #expect(viewer.command(for: "p")[1] == "--size=1x1")
    }

    @Test("has a folder of its own, for its owner alone, that goes with all that is in it")
    func folder() throws {
        let folder = try #require(PictureFolder(in: "/tmp"))
        let parent = (folder.picture as NSString).deletingLastPathComponent
        let facts = try FileManager.default.attributesOfItem(atPath: parent)
        #expect(facts[.posixPermissions] as? Int == 0o700)
        for name in ["picture", ".burble-0123.part"] {
            try Data([1]).write(to: URL(fileURLWithPath: "\(parent)/\(name)"))
        }
        PictureFolder(of: folder.picture).remove()
        #expect(!FileManager.default.fileExists(atPath: parent))
    }
}
