/// How the configuration writes a colour.
extension Color {
    /// The names of the first eight of a palette.
    static let names = [
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

    /// How the configuration writes it; `nil` for what a theme chooses.
    var name: String? {
        switch self {
        case .palette(let index) where index < 8: Self.names[Int(index)]
        case .palette(let index) where index < 16: "bright-\(Self.names[Int(index) - 8])"
        case .palette(let index): "\(index)"
        case .rgb(let red, let green, let blue):
            "#"
                + [red, green, blue].map {
                    $0 < 16 ? "0\(String($0, radix: 16))" : String($0, radix: 16)
                }
                .joined()
        case .role, .name: nil
        }
    }
}
