namespace Godwit.Control.Publishing;

/// <summary>
/// What is known of publication on this node, for status and readiness. Each member is replaced whole.
/// </summary>
internal sealed class PublicationStatus
{
    private volatile IReadOnlyList<string> errors = [];
    private volatile IReadOnlyList<string> warnings = [];
    private volatile IReadOnlyList<string> fileErrors = [];
    private volatile string? storeError = "not opened yet";
    private volatile string? shippingError;
    private volatile string origin = "store";
    private long filesAppliedTicks;

    /// <summary>Why the newest configuration is not in force.</summary>
    public IReadOnlyList<string> Errors { get => errors; set => errors = value; }

    /// <summary>What was published and will not work.</summary>
    public IReadOnlyList<string> Warnings { get => warnings; set => warnings = value; }

    /// <summary>Why the configuration files are not applied as they are.</summary>
    public IReadOnlyList<string> FileErrors { get => fileErrors; set => fileErrors = value; }

    /// <summary>Why the store cannot be used; null when it can.</summary>
    public string? StoreError { get => storeError; set => storeError = value; }

    /// <summary>Why records cannot be stored; null when they can.</summary>
    public string? ShippingError { get => shippingError; set => shippingError = value; }

    /// <summary>Where the snapshot in force came from: <c>store</c> or <c>last_good</c>.</summary>
    public string Origin { get => origin; set => origin = value; }

    /// <summary>When the configuration files were last applied; null when they were not.</summary>
    public DateTimeOffset? FilesAppliedAt
    {
        get => Interlocked.Read(ref filesAppliedTicks) is var ticks and > 0 ? new DateTimeOffset(ticks, TimeSpan.Zero)
            : null;
        set => Interlocked.Exchange(ref filesAppliedTicks, value?.UtcTicks ?? 0);
    }
}
