/// What the words and signs of a programming language look like, as far as colours need it.
struct CodeLanguage: Hashable, Sendable {
    let keywords: Set<String>
    /// What begins a comment up to the end of the line.
    let lineComments: [String]
    /// What encloses a comment of any length.
    let blockComment: (open: String, close: String)?
    /// What encloses a string, longer ones first.
    let quotes: [String]
    /// Whether keywords are so in any case.
    var ignoresCase = false

    /// The language that a fence names; `nil` if it is none of those that are known.
    ///
    /// - Parameter name: in small letters: `python`, `py`.
    static func named(_ name: String) -> CodeLanguage? { all[name] }

    static func == (left: Self, right: Self) -> Bool { left.keywords == right.keywords }

    func hash(into hasher: inout Hasher) { hasher.combine(keywords) }

    private init(
        _ keywords: String,
        comments: [String] = ["//"],
        block: (open: String, close: String)? = ("/*", "*/"),
        quotes: [String] = ["\"", "'"],
        ignoresCase: Bool = false
    ) {
        self.keywords = Set(keywords.split { $0.isWhitespace }.map(String.init))
        lineComments = comments
        blockComment = block
        self.quotes = quotes
        self.ignoresCase = ignoresCase
    }

    private static let all: [String: CodeLanguage] = {
        var all: [String: CodeLanguage] = [:]
        for (names, language) in table {
            for name in names.split(separator: " ") { all[String(name)] = language }
        }
        return all
    }()

    private static let table: [(names: String, language: CodeLanguage)] = [
        ("python py", python), ("javascript js jsx mjs", javascript),
        ("typescript ts tsx", typescript), ("java kotlin kt", java), ("c h", c),
        ("cpp c++ cxx cc hpp", cpp), ("csharp cs c#", csharp), ("go golang", go),
        ("rust rs", rust), ("swift", swift), ("ruby rb", ruby), ("php", php),
        ("sh bash shell zsh console", shell), ("sql", sql), ("json", json),
        ("yaml yml toml ini", yaml),
    ]

    private static let python = CodeLanguage(
        """
        and as assert async await break class continue def del elif else except False finally for
        from global if import in is lambda match None nonlocal not or pass raise return True try
        while with yield case
        """,
        comments: ["#"],
        block: nil,
        quotes: ["\"\"\"", "'''", "\"", "'"]
    )
    private static let javascriptWords = """
        async await break case catch class const continue debugger default delete do else export
        extends false finally for function if import in instanceof let new null of return static
        super switch this throw true try typeof undefined var void while with yield
        """
    private static let javascript = CodeLanguage(javascriptWords, quotes: ["\"", "'", "`"])
    private static let typescript = CodeLanguage(
        javascriptWords + """
             abstract any as boolean declare enum implements interface keyof namespace never number
            private protected public readonly string type unknown
            """,
        quotes: ["\"", "'", "`"]
    )
    private static let java = CodeLanguage(
        """
        abstract assert boolean break byte case catch char class companion const continue default do
        double else enum extends false final finally float for fun if implements import in
        instanceof int interface is long native new null object override package private protected
        public record return sealed short static super switch synchronized this throw throws true
        try val var void volatile when while
        """,
        quotes: ["\"\"\"", "\"", "'"]
    )
    private static let cWords = """
        auto bool break case char const continue default do double else enum extern false float for
        goto if inline int long NULL register restrict return short signed sizeof static struct
        switch true typedef union unsigned void volatile while
        """
    private static let c = CodeLanguage(cWords)
    private static let cpp = CodeLanguage(
        cWords + """
             catch class concept consteval constexpr constinit co_await co_return co_yield decltype
            delete explicit export final friend mutable namespace new noexcept nullptr operator
            override private protected public requires template this throw try typename using
            virtual
            """
    )
    private static let csharp = CodeLanguage(
        """
        abstract as async await base bool break byte case catch char class const continue decimal
        default delegate do double else enum event explicit extern false finally float for foreach
        get if implicit in int interface internal is lock long namespace new null object operator
        out override params private protected public readonly record ref return sealed set short
        sizeof static string struct switch this throw true try typeof uint ulong using var virtual
        void volatile while yield
        """
    )
    private static let go = CodeLanguage(
        """
        any bool break byte case chan const continue default defer else error fallthrough false
        float64 for func go goto if import int int64 interface map nil package range return rune
        select string struct switch true type uint64 var
        """,
        quotes: ["\"", "`", "'"]
    )
    private static let rust = CodeLanguage(
        """
        as async await bool break const continue crate dyn else enum extern false fn for i32 i64 if
        impl in let loop match mod move mut None Ok Option pub ref return Result self Self Some
        static str String struct super trait true type u32 u64 u8 unsafe use usize where while Err
        """,
        quotes: ["\""]
    )
    private static let swift = CodeLanguage(
        """
        actor any as associatedtype async await borrowing break case catch class consuming continue
        default defer deinit do else enum extension fallthrough false fileprivate for func guard if
        import in indirect init inout internal is isolated let mutating nil nonisolated open
        operator override package precedencegroup private protocol public repeat rethrows return
        self Self sending some static struct subscript super switch throw throws true try typealias
        unsafe var weak where while
        """,
        quotes: ["\"\"\"", "\""]
    )
    private static let ruby = CodeLanguage(
        """
        alias and begin break case class def defined? do else elsif end ensure false for if in
        module next nil not or redo require rescue retry return self super then true undef unless
        until when while yield
        """,
        comments: ["#"],
        block: ("=begin", "=end")
    )
    private static let php = CodeLanguage(
        """
        abstract and array as break case catch class clone const continue default do echo else
        elseif enum extends false final finally fn for foreach function global if implements
        instanceof interface match namespace new null or private protected public readonly require
        return static switch this throw trait true try use var while yield
        """,
        comments: ["//", "#"]
    )
    private static let shell = CodeLanguage(
        """
        break case continue do done elif else esac exit export fi for function if in local readonly
        return select set shift source then trap unset until while
        """,
        comments: ["#"],
        block: nil
    )
    private static let sql = CodeLanguage(
        """
        add all alter and as asc begin between by case check column commit constraint create cross
        default delete desc distinct drop else end exists explain foreign from full group having in
        index inner insert into is join key left like limit not null offset on or order outer
        primary references returning right rollback select set table then transaction union unique
        update values view when where with
        """,
        comments: ["--"],
        quotes: ["'", "\""],
        ignoresCase: true
    )
    private static let json = CodeLanguage("true false null", quotes: ["\""])
    private static let yaml = CodeLanguage(
        "true false null yes no on off",
        comments: ["#", ";"],
        block: nil
    )
}
