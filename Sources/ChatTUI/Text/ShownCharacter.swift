import ChatProtocol

extension Character {
    /// The cluster as it may stand in a cell: itself if it is safe by itself, else what SafeText
    /// makes of it.
    var shown: String {
        if let ascii = asciiValue, ascii >= 0x20, ascii < 0x7f { return String(self) }
        if self == "\t" { return "→" }
        // Most text of any script but the simplest needs no second look.
        if unicodeScalars.count == 1, let value = unicodeScalars.first?.value,
            (0xae..<0x300).contains(value) || (0x400..<0x482).contains(value)
                || (0x3041..<0x3097).contains(value)
                || (0x4e00..<0xa000).contains(value) || (0xac00..<0xd7a4).contains(value)
        {
            return String(self)
        }
        return SafeText(String(self)).singleLine
    }
}
