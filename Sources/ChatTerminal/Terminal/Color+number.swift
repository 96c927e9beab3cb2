import ChatTUI
import Glibc

extension Color {
    /// How ncurses calls the colour; -1 is the terminal's own.
    ///
    /// Source: curs_color(3x); user_caps(5), `RGB`, for terminals without a palette.
    var number: CInt {
        switch self {
        case .palette(let index): CInt(index)
        case .rgb(let red, let green, let blue):
            CInt(red) << 16 | CInt(green) << 8 | CInt(blue)
        case .role, .name: -1
        }
    }
}
