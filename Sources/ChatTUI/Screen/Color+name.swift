/// How the configuration writes a colour.
extension Color {
    private static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
    ]

    /// Reads a colour.
    ///
    /// - Parameter name: `red`, `bright-red`, a number of the palette of 256, or `#rrggbb`; `nil`
    ///   comes of anything else.
    package init?(named name: String) {
        let name = name.lowercased()
        let plain = name.hasPrefix("bright-") ? name.dropFirst("bright-".count) : name[...]
        if let index = Self.names.firstIndex(of: String(plain)) {
            self = .palette(UInt8(plain.count == name.count ? index : index + 8))
        } else if let index = UInt8(name), name.first != "+" {
            self = .palette(index)
        } else if name.count == 7, name.first == "#",
            let value = UInt32(name.dropFirst(), radix: 16),
            name.dropFirst().first?.isHexDigit == true
        {
            self = .rgb(
                red: UInt8(value >> 16),
                green: UInt8(value >> 8 & 0xff),
                blue: UInt8(value & 0xff)
            )
        } else {
            return nil
        }
    }
}
