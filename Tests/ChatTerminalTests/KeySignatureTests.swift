import Glibc
import Testing

@testable import ChatTerminal

@Suite(.timeLimit(.minutes(10))) struct KeySignatureTests {
    // Seen as: ssh-keygen waited for ever for a pipe, and read a device without an end.
    @Test("A key that is no file is refused before anybody waits for it")
    func kinds() throws {
        var template = Array("/tmp/burble-XXXXXX".utf8CString)
        // The call changes the letters in place and keeps the zero at the end.
        try #require(unsafe mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map(UInt8.init), as: UTF8.self)
        let pipe = folder + "/key"
        try #require(unsafe mkfifo(pipe, 0o600) == 0)
        defer {
            unsafe unlink(pipe)
            unsafe rmdir(folder)
        }
        for path in [pipe, folder, folder + "/none", "/dev/zero", ""] {
            let failure = #expect(throws: KeySignature.Failure.self) {
                try KeySignature(["TMPDIR": folder]).sign("text", with: path)
            }
            #expect(failure?.words.contains("cannot be read") == true, "\(path)")
        }
        #expect(throws: KeySignature.Failure.self) {
            try PublicKeyFile.line(of: pipe, [:])
        }
    }
}
