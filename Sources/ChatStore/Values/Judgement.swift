/// What a task writes was judged by what this server knew then.
package enum Judgement {
    /// Whether the task judges again itself what was judged too early (`judgedTooEarly`); else that
    /// is written all the same, as what nobody has to be let at.
    @TaskLocal package static var isRepeated = false
}
