namespace Godwit.Gateway.ResponseState;

/// <summary>How responses of translated requests are kept.</summary>
public sealed class ResponseStoreOptions
{
    /// <summary>Folder of the files; null: <c>responses</c> beside the journal's.</summary>
    public string? Folder { get; set; }

    /// <summary>How long one is kept; zero: none is. Default 30 days, as OpenAI does.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Size of all files together, past which the oldest are let go. Default 4 GiB.</summary>
    public long MaxBytes { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Size at which the next file is begun. Default 64 MiB.</summary>
    public long SegmentBytes { get; set; } = 64L * 1024 * 1024;
}
