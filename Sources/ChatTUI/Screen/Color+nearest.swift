/// What stands for a colour where there are fewer.
extension Color {
    /// The steps of each part in the cube of 256 colours.
    ///
    /// Source: xterm, 256colres.pl.
    private static let steps: [Int] = [0, 95, 135, 175, 215, 255]

    /// The first sixteen colours as xterm shows them; a terminal may have others.
    private static let first: [(Int, Int, Int)] = [
        (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205),
        (0, 205, 205), (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0),
        (92, 92, 255), (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]

    /// The nearest colour that a terminal has.
    ///
    /// - Parameter depth: how many colours it has.
    /// - Returns: `nil` where there are none, and for a colour that no theme has resolved.
    func nearest(in depth: Capabilities.ColorDepth) -> Color? {
        guard let parts else { return nil }
        switch (depth, self) {
        case (.none, _): return nil
        case (.direct, .palette(let index)):
            // The first eight of a palette are the person's own also where all others are not.
            return index < 8 ? self : Self.rgb(parts)
        case (.direct, _): return self
        case (.many, .palette), (.sixteen, .palette(0..<16)), (.eight, .palette(0..<8)): return self
        case (.eight, .palette(8..<16)): return paletteIndex.map { .palette($0 - 8) }
        case (.many, _): return .palette(Self.nearest(parts, in: 16..<256))
        case (.sixteen, _): return .palette(Self.nearest(parts, in: 0..<16))
        case (.eight, _): return .palette(Self.nearest(parts, in: 0..<8))
        }
    }

    /// Red, green and blue, each 0 to 255; `nil` for what a theme must say first.
    var parts: (Int, Int, Int)? {
        switch self {
        case .role, .name: nil
        case .rgb(let red, let green, let blue): (Int(red), Int(green), Int(blue))
        case .palette(let index): Self.parts(of: Int(index))
        }
    }

    private var paletteIndex: UInt8? {
        if case .palette(let index) = self { index } else { nil }
    }

    private static func parts(of index: Int) -> (Int, Int, Int) {
        if index < 16 { return first[index] }
        if index >= 232 {
            let grey = 8 + 10 * (index - 232)
            return (grey, grey, grey)
        }
        let place = index - 16
        return (steps[place / 36], steps[place / 6 % 6], steps[place % 6])
    }

    private static func nearest(_ wanted: (Int, Int, Int), in range: Range<Int>) -> UInt8 {
        func distance(_ index: Int) -> Int {
            let (red, green, blue) = parts(of: index)
            let (r, g, b) = (red - wanted.0, green - wanted.1, blue - wanted.2)
            // The eye sees green best and blue least.
            return 3 * r * r + 6 * g * g + b * b
        }
        return UInt8(range.min { distance($0) < distance($1) } ?? 0)
    }

    private static func rgb(_ parts: (Int, Int, Int)) -> Color {
        .rgb(red: UInt8(parts.0), green: UInt8(parts.1), blue: UInt8(parts.2))
    }
}
