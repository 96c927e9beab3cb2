import Glibc
import NIOCore
import Testing

@testable import ChatClient

@Suite struct LocalFileTests {
    @Test("What was fetched gets its name, and another one where there is a file already")
    func placed() async throws {
        let folder = TemporaryFolder()
        #expect(unsafe mkdir(folder.path, 0o700) == 0)
        var places: [String] = []
        for text in ["one", "two", "three"] {
            let part = try LocalFile(fetchingTo: folder.path + "/.part")
            try await part.write(ByteBuffer(string: text), at: 0)
            places.append(try part.place(at: folder.path + "/report.tar.gz"))
        }
        let names = ["report.tar.gz", "report.tar-1.gz", "report.tar-2.gz"]
        #expect(places == names.map { folder.path + "/" + $0 })
        let first = try LocalFile(reading: places[0])
        #expect(String(buffer: try await first.read(at: 0)) == "one")
    }

    @Test("What cannot be fetched to a folder is told of the folder, which alone was named")
    func missingFolder() throws {
        let folder = TemporaryFolder()
        for missing in [folder.path, folder.path + "/below"] {
            let failure = #expect(throws: TransferFailure.self) {
                try LocalFile(fetchingTo: missing + "/.burble-1.part")
            }
            #expect(failure?.description == "\(missing): No such file or directory")
        }
    }

    @Test("One file is fetched by one at a time")
    func locked() throws {
        let folder = TemporaryFolder()
        #expect(unsafe mkdir(folder.path, 0o700) == 0)
        let part = try LocalFile(fetchingTo: folder.path + "/.part")
        #expect(throws: TransferFailure.self) {
            try LocalFile(fetchingTo: folder.path + "/.part")
        }
        #expect(part.size == 0)
    }

    @Test("A folder, and what is not there, cannot be sent")
    func notFiles() throws {
        let folder = TemporaryFolder()
        #expect(unsafe mkdir(folder.path, 0o700) == 0)
        for (path, words) in [(folder.path, "a folder"), ("/dev/null", "not a plain file")] {
            let failure = #expect(throws: TransferFailure.self) { try LocalFile(reading: path) }
            #expect(failure?.description == "\(path): it is \(words)")
        }
        #expect(throws: TransferFailure.self) { try LocalFile(reading: folder.path + "/none") }
    }

    @Test("A number stands before a name's ending")
    func numbered() {
        #expect(LocalFile.numbered("/a.b/c", 1) == "/a.b/c-1")
        #expect(LocalFile.numbered("x.txt", 2) == "x-2.txt")
        #expect(LocalFile.numbered("/d/.profile", 3) == "/d/.profile-3")
    }
}
