#if Postgres
/// What only PostgreSQL understands.
enum PostgresText {
    /// Statements that follow see all that those before committed, each by itself.
    static let begin = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
    static let beginReading = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
    static let commit = "COMMIT"
    static let rollback = "ROLLBACK"
    static let forgetPrepared = "DEALLOCATE ALL"

    /// The number of the schema, since several logs may stand in one database.
    ///
    /// It is looked for by the name as it is: a cast would read that as an identifier, fold its
    /// case and split it at dots.
    static let schemaNumber =
        "(SELECT oid::int FROM pg_namespace WHERE nspname = current_schema())"

    /// Whoever writes has this to the end of the transaction.
    ///
    /// It is a statement of its own: those that follow then see what its last holder wrote.
    static let lock = "SELECT pg_advisory_xact_lock(1114993250, \(schemaNumber))"

    /// Whoever changes the tables has this.
    static let lockTables = "SELECT pg_advisory_xact_lock(1114993251, \(schemaNumber))"

    /// Each server that serves the log has this for as long as it is connected; one of a version
    /// that writes it alone has it for itself.
    static let claim = "SELECT pg_advisory_lock_shared(1114993252, \(schemaNumber))"

    /// What a connection is set to, whatever the cluster, the database or the user has.
    ///
    /// Its values: milliseconds after which a statement is ended, 0 for never; how long a
    /// transaction may wait for its next statement. The last three let the server find out that the
    /// other end is gone.
    static let settings = """
        SELECT set_config('statement_timeout', $1, false),
        set_config('synchronous_commit', CASE current_setting('synchronous_commit')
            WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),
        set_config('default_transaction_isolation', 'read committed', false),
        set_config('default_transaction_read_only', 'off', false),
        set_config('lock_timeout', '\(usualLockTime)', false),
        set_config('idle_in_transaction_session_timeout', $2, false),
        set_config('client_min_messages', 'error', false),
        set_config('jit', 'off', false),
        set_config('array_nulls', 'on', false),
        set_config('bytea_output', 'hex', false),
        set_config('tcp_keepalives_idle', '5', false),
        set_config('tcp_keepalives_interval', '2', false),
        set_config('tcp_keepalives_count', '3', false)
        """

    /// What no connection can set, and ``PostgresChecks`` judges.
    static let state = """
        SELECT current_setting('server_encoding'), current_setting('fsync'),
        current_setting('full_page_writes'), current_setting('transaction_read_only'),
        current_schema(), current_setting('session_replication_role'),
        (SELECT min(relname::text) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
            WHERE relnamespace = \(schemaNumber)::oid AND tgenabled IN ('D', 'R')
            AND tgname IN ('count_access', 'note_access'))
        """

    /// Its value: milliseconds, or a time with a unit.
    static let lockTime = "SELECT set_config('lock_timeout', $1, false)"
    static let usualLockTime = "10s"

    /// For a connection that writes: all that it looks for has an index, which a plan made while a
    /// table was small would pass by.
    ///
    /// Its value: the number of the server, which goes into `events.writer`.
    static let setNode = """
        SELECT set_config('burble.node', $1, false), set_config('enable_seqscan', 'off', false),
        set_config('enable_hashjoin', 'off', false), set_config('enable_mergejoin', 'off', false)
        """

    /// Which of the lives of a cluster this is: each standby that takes over begins the next.
    static let timeline = """
        SELECT ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::bigint
        """

    /// Milliseconds by the database's clock.
    static let clock = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint"

    static let process = "SELECT pg_backend_pid()"
}
#endif
