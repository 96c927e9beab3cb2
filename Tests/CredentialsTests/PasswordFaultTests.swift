import Testing

@testable import Credentials

@Suite struct PasswordFaultTests {
    private func fault(_ password: String, name: String = "ana") -> PasswordFault? {
        do throws(PasswordFault) {
            try PasswordFault.check(password, name: name)
            return nil
        } catch {
            return error
        }
    }

    @Test("Ten characters do, whatever their bytes and however they are composed")
    func length() {
        #expect(fault("123456789") == .tooShort)
        #expect(fault("") == .tooShort)
        #expect(fault("1234567890") == nil)
        #expect(fault(String(repeating: "\u{FC}", count: 9)) == .tooShort)
        #expect(fault(String(repeating: "u\u{308}", count: 9)) == .tooShort)
        #expect(fault(String(repeating: "u\u{308}", count: 10)) == nil)
        #expect(fault(String(repeating: "a", count: 1024)) == nil)
        #expect(fault(String(repeating: "a", count: 1025)) == .tooLong)
        #expect(fault(String(repeating: "\u{FC}", count: 513)) == .tooLong)
    }

    @Test("The name is no password, in whichever case")
    func name() {
        #expect(fault("wintermute-1", name: "Wintermute-1") == .isName)
        #expect(fault("WINTERMUTE-1", name: "wintermute-1") == .isName)
        #expect(fault("wintermute-12", name: "wintermute-1") == nil)
    }

    @Test("A control character is refused, since a program could not send it")
    func control() {
        #expect(fault("correct\nhorse") == .controlCharacter)
        #expect(fault("correct\u{0}horse") == .controlCharacter)
        #expect(fault("correct\u{7F}horse") == .controlCharacter)
        #expect(fault("correct\u{85}horse") == .controlCharacter)
        #expect(fault("correct horse 🐎") == nil)
    }
}
