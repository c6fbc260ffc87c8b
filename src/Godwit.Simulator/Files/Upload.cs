namespace Godwit.Simulator.Files;

/// <summary>A file that comes in parts.</summary>
/// <param name="Provider">Whose it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Purpose">What the file is for.</param>
/// <param name="Bytes">How long it will be.</param>
/// <param name="Created">Seconds since 1970.</param>
internal sealed record Upload(string Provider, string Id, string Name, string Purpose, long Bytes, long Created)
{
    /// <summary>Pending, completed or cancelled.</summary>
    public string Status { get; init; } = "pending";

    /// <summary>The file, once the upload is completed.</summary>
    public StoredFile? File { get; init; }

    /// <summary>What has come, by the parts' ids.</summary>
    public IReadOnlyDictionary<string, byte[]> Parts { get; init; } = new Dictionary<string, byte[]>();
}
