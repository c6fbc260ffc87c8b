using System.Data.Common;

namespace Godwit.Control.Storage;

/// <summary>
/// The database engine behind the store: what differs between SQLite and PostgreSQL, and nothing else.
/// </summary>
internal interface IDatabase
{
    /// <summary>Name of the engine as people read it: <c>sqlite</c> or <c>postgres</c>.</summary>
    string Engine { get; }

    /// <summary>
    /// End of a select inside an update that takes rows: passes over those that another one is taking just now.
    /// </summary>
    string SkipLocked { get; }

    /// <summary>Brings the schema to this version's form; other processes that try the same at once wait.</summary>
    Task MigrateAsync(CancellationToken cancellation);

    Task<DbConnection> OpenAsync(CancellationToken cancellation);

    /// <summary>
    /// Begins a transaction that no other writer of resources runs beside, in this process or another.
    /// </summary>
    Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>
    /// Tells listeners of other processes, when the transaction commits, that there is a new revision.
    /// </summary>
    Task AnnounceAsync(DbTransaction transaction, long revision, CancellationToken cancellation);

    /// <summary>Starts to listen for revisions that other processes make.</summary>
    Task<IRevisionListener> ListenAsync(CancellationToken cancellation);
}

/// <summary>Waits for revisions that other processes make.</summary>
internal interface IRevisionListener : IAsyncDisposable
{
    /// <summary>Returns when there may be a new revision; the caller looks whether there is.</summary>
    Task WaitAsync(CancellationToken cancellation);
}
