extension Key {
    /// The key that sends a control byte.
    ///
    /// - Parameter byte: 0 to 31 or 127.
    init(controlByte byte: UInt8) {
        switch byte {
        case 0x09: self.init(.tab)
        case 0x0d: self.init(.enter)
        case 0x1b: self.init(.escape)
        case 0x7f: self.init(.backspace)
        case 0x00: self.init(.character(" "), .control)
        case 0x01...0x1a:
            self.init(.character(Character(Unicode.Scalar(byte + 0x60))), .control)
        default: self.init(.character(Character(Unicode.Scalar(byte + 0x40))), .control)
        }
    }
}
